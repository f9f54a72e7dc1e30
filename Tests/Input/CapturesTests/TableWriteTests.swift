import Bytes
import Captures
import Diagnostics
import Foundation
import PageTables
import Recordings
import TestSupport
import Testing
import Timelines

/// Which rows switch which entries, on tables that the tests write.
struct TableWriteTests {
  /// The direct map of these tables: it starts at 0 and maps the first 2 MiB.
  private static func core(_ table4: [Int: UInt64], with extra: [Int: UInt64]? = nil) -> [UInt8] {
    var writer = ELFWriter([
      .init(kind: 4, bytes: ELFWriter.qemuNote(cr3: 0x1000)),
      .init(physical: 0x1000, bytes: ELFWriter.table([0: 0x2007, 1: 0x5007])),
      .init(physical: 0x2000, bytes: ELFWriter.table([0: 0x3007])),
      .init(physical: 0x3000, bytes: ELFWriter.table([0: 0x87])),
      .init(physical: 0x5000, bytes: ELFWriter.table(table4)),
    ])
    if let extra { writer.pieces.append(.init(physical: 0x6000, bytes: ELFWriter.table(extra))) }
    return writer.file
  }

  /// The writes found for a log with these accesses and remarks, one row each, numbered from 10.
  private func writes(_ rows: [(String, String)], start: [UInt8], end: [UInt8]) throws -> [String] {
    let folder = FileManager.default.temporaryDirectory.path + "/cr3scope-writes-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let text = rows.enumerated().map { "\($0 + 10),0x0,a,0,0x1000,\($1.0),\($1.1)\n" }.joined()
    for (name, bytes) in [
      ("log.csv", Array(("step,rip,symbol,cpl,cr3,accesses,note\n" + text).utf8)), ("start.elf", start),
      ("end.elf", end),
    ] {
      _ = FileManager.default.createFile(atPath: folder + "/" + name, contents: Data(bytes))
    }
    let recording = try InputFile.open(folder + "/log.csv").recording
    return recording.tableWrites.map {
      "\($0.step) \(String($0.address.rawValue, radix: 16)) \(String($0.value, radix: 16))"
    } + recording.start.memory.changedFrames.map { "new \($0.rawValue)" }
  }

  @Test func theLastRowThatWritesAnEntrySwitchesIt() throws {
    let rows = [("W:0x5008:8", ""), ("R:0x5008:8", ""), ("W:0x5008:8", ""), ("R:0x5008:8;W:0x5010:8", "")]
    let found = try writes(rows, start: Self.core([:]), end: Self.core([1: 0x7003]))
    #expect(found == ["2 5008 7003"])
  }

  @Test func aWriteMayCoverSeveralEntriesOrAPart() throws {
    let end = Self.core([1: 0x7003, 2: 0x8003, 3: 0x9003])
    #expect(
      try writes([("W:0x5004:16", "")], start: Self.core([:]), end: end) == ["0 5008 7003", "0 5010 8003"])
    #expect(try writes([("W:0x501f:1", "")], start: Self.core([:]), end: end) == ["0 5018 9003"])
    #expect(
      try writes([("W:0x4ff8:32", "")], start: Self.core([:]), end: end) == ["0 5008 7003", "0 5010 8003"])
  }

  /// Against every word of every write, the last row of each.
  @Test func writesOfAllSizes() throws {
    try withSeeds(20) { random in
      let changed = (0..<512).filter { _ in random.oneIn(3) }
      let end = Self.core(Dictionary(uniqueKeysWithValues: changed.map { ($0, UInt64(0x10_0003 + $0 << 12)) }))
      var last: [Int: Int] = [:]
      var rows: [(String, String)] = []
      for row in 0..<random.number(1...12) {
        let accesses = (0..<random.number(0...3)).map { _ in
          (UInt64(random.number(0x4f00...0x6010)), random.pick([1, 8, 9, 64, 4096, 9000], or: 8))
        }
        rows.append((accesses.map { "W:0x\(String($0.0, radix: 16)):\($0.1)" }.joined(separator: ";"), ""))
        for (address, size) in accesses {
          for word in changed
          where address < 0x5000 + UInt64(word) * 8 + 8 && address + UInt64(size) > 0x5000 + UInt64(word) * 8 {
            last[word] = row
          }
        }
      }
      let expected = last.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map {
        "\($0.value) \(String(0x5000 + $0.key * 8, radix: 16)) \(String(0x10_0003 + $0.key << 12, radix: 16))"
      }
      let found = try writes(rows, start: Self.core([:]), end: end)
      #expect(found == expected)
    }
  }

  @Test func aFaultingInstructionWritesNothing() throws {
    let rows = [("W:0x5008:8", ""), ("W:0x5008:8", "this insn faults (#PF)")]
    #expect(try writes(rows, start: Self.core([:]), end: Self.core([1: 0x7003])) == ["0 5008 7003"])
  }

  @Test func aTableOfTheEndAloneStartsEmpty() throws {
    let rows = [("W:0x6008:8", ""), ("W:0x5008:8", "")]
    let found = try writes(rows, start: Self.core([:]), end: Self.core([1: 0x6003], with: [1: 0x7083]))
    #expect(found == ["0 6008 7083", "1 5008 6003", "new 6"])
  }

  @Test func anAddressThatTheTablesDoNotMapWritesNothing() throws {
    let rows = [("W:0xffff888000005008:8", "")]
    #expect(try writes(rows, start: Self.core([:]), end: Self.core([1: 0x7003])) == [])
  }
}
