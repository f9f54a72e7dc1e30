import Bytes
import Captures
import Foundation
import PageTables
import Recordings
import TestSupport
import Testing

/// The built-in input equals the sample that it was made of.
struct BuiltInTests {
  private static let log = Samples.path("labelled/getpid.csv")

  @Test func theGeneratedFileIsUpToDate() throws {
    let path = Samples.root + "/Sources/Input/Captures/BuiltIn/BuiltIn+Packed.swift"
    let wanted = Self.source(try Self.packed())
    let current = try String(contentsOfFile: path, encoding: .utf8)
    if current != wanted && ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try wanted.write(toFile: path, atomically: true, encoding: .utf8)
      Issue.record("\(path) was recorded anew; run the tests again")
    }
    #expect(current == wanted, "run with RECORD=1 to record")
  }

  @Test func itEqualsTheSample() throws {
    let builtIn = BuiltIn.recording()
    let sample = try Samples.recording("labelled/getpid.csv")
    #expect(builtIn.name == "built-in getpid")
    #expect(builtIn.steps == sample.steps)
    #expect(builtIn.names == sample.names)
    #expect(builtIn.start.controls == sample.start.controls)
    #expect(builtIn.start.cpl == sample.start.cpl)
    #expect(builtIn.start.rip == sample.start.rip)
    #expect(builtIn.tableWrites == sample.tableWrites)
    #expect(builtIn.hasTables)
  }

  @Test func everyTableWordEqualsTheSample() throws {
    let builtIn = BuiltIn.recording().start.memory
    let sample = try Samples.recording("labelled/getpid.csv").start.memory
    var present = 0
    for frame in 0..<UInt64(0x8000) {
      var ours = [UInt64](repeating: 0, count: 512)
      var theirs = ours
      let isPresent = sample.readTable(FrameNumber(frame), into: &theirs)
      #expect(builtIn.readTable(FrameNumber(frame), into: &ours) == isPresent)
      guard isPresent else { continue }
      present += 1
      #expect(ours == theirs, "frame \(frame)")
    }
    #expect(present == 101)
  }

  @Test func theTablesOfTheLastRowAreTheSame() throws {
    let start = try CoreDump(FileBytes.open(Samples.path("labelled/getpid.start.elf"))).memory
    let end = try CoreDump(FileBytes.open(Samples.path("labelled/getpid.end.elf"))).memory
    for frame in 0..<UInt64(0x8000) {
      #expect(Self.table(start, frame) == Self.table(end, frame))
    }
  }

  private static func table(_ memory: CoreMemory, _ frame: UInt64) -> [UInt64]? {
    var words = [UInt64](repeating: 0, count: 512)
    return memory.readTable(FrameNumber(frame), into: &words) ? words : nil
  }

  /// The bytes that PackedRecording reads.
  private static func packed() throws -> Data {
    var packed = Data()
    for name in ["getpid.csv", "objects.csv", "types.csv", "members.csv"] {
      let text = try Data(contentsOf: URL(filePath: Samples.path("labelled/" + name)))
      packed += ELFWriter.little(text.count, 4) + text
    }
    let core = try CoreDump(FileBytes.open(Samples.path("labelled/getpid.start.elf")))
    let controls = try #require(core.cpus.first).controls
    packed += ELFWriter.little(controls.cr0, 8) + ELFWriter.little(controls.cr4, 8)
    let tables = (0..<UInt64(0x8000)).compactMap { frame in table(core.memory, frame).map { (frame, $0) } }
    packed += ELFWriter.little(tables.count, 4)
    for (frame, words) in tables {
      let filled = words.indices.filter { words[$0] != 0 }
      packed += ELFWriter.little(frame, 4) + ELFWriter.little(filled.count, 2)
      for index in filled { packed += ELFWriter.little(index, 2) + ELFWriter.little(words[index], 8) }
    }
    return packed
  }

  private static func source(_ packed: Data) -> String {
    """
    // swift-format-ignore-file
    // Generated from samples/captures/labelled by `RECORD=1 swift test --filter BuiltInTests`.

    extension BuiltIn {
      /// A ``PackedRecording`` in Base64.
      static let packedText: StaticString = "\(packed.base64EncodedString())"
    }

    """
  }
}
