import Bytes
import Captures
import Diagnostics
import PageTables
import Recordings
import TestSupport
import Testing
import Timelines

/// Any bytes give a recording or an error, never a trap.
struct MutationTests {
  private static func tables() -> [UInt8] {
    ELFWriter([
      .init(kind: 4, bytes: ELFWriter.qemuNote(rip: 0x1000, cr3: 0x1000)),
      .init(physical: 0x1000, bytes: ELFWriter.table([0: 0x2007, 273: 0x2007])),
      .init(physical: 0x2000, bytes: ELFWriter.table([0: 0x1007, 1: 0x3007])),
      .init(physical: 0x3000, bytes: ELFWriter.table([0: 0x87, 3: 0x2007])),
    ]).file
  }

  private static let log = Array(
    (StepLogErrorTests.header + StepLogErrorTests.good
      + (1..<40).map {
        "\($0),0x1000,\"a,b\",0,0x2000,0x30,\"x \"\"y\"\"\",W:0x\($0)000:8;R:0x20:4:s,AC=1; cr3 write value 0x1\n"
      }
      .joined()).utf8)

  /// Opens `bytes` as everything that reads them.
  private static func open(_ bytes: [UInt8]) -> Bool {
    let file = FileBytes(name: "t", bytes)
    var isUsable = false
    do {
      let recording = try InputFile.source(file, at: InputPath("-")).recording
      _ = recording.start.memory.word(at: recording.start.controls.cr3.root.address)
      isUsable = true
    } catch {}
    _ = try? SymbolFile.read(file)
    _ = try? ObjectFiles(objects: file, types: file, members: file).read()
    return isUsable
  }

  @Test func truncations() {
    for file in [Self.tables(), Self.log] {
      let outcomes = stride(from: 0, to: file.count, by: 97).map { Self.open(Array(file.prefix($0))) }
      #expect(outcomes.first == false)
      #expect(outcomes.last == true)
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func flippedBytes(seed: UInt64) {
    var random = SplitMix(state: seed)
    for (file, range) in [(Self.tables(), 0..<1000), (Self.log, 0..<Self.log.count)] {
      for _ in 0..<300 {
        var bytes = file
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          bytes[Int.random(in: range, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        _ = Self.open(bytes)
      }
    }
  }

  @Test(arguments: [4, 5] as [UInt64]) func flippedWordsOfTables(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let log = try StepLogReader.read(FileBytes(name: "t", Self.log)).steps
    for _ in 0..<50 {
      var bytes = Self.tables()
      for _ in 0..<8 {
        let place = Int.random(in: (bytes.count - 3 * 4096)..<(bytes.count - 8), using: &random)
        bytes[place] = UInt8.random(in: 0...255, using: &random)
      }
      let recording = try InputFile.source(FileBytes(name: "t", bytes), at: InputPath("-")).recording
      #expect(log.count == 40 && recording.hasTables)
    }
  }

  /// A small generator with a seed.
  struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return z ^ (z >> 31)
    }
  }
}
