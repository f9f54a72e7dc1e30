import Captures
import Diagnostics
import PageTables
import Recordings
import Testing

/// What the captures' README says about the ten logs.
struct StepLogFactsTests {
  /// A line of the README's table.
  struct Log: Sendable, CustomTestStringConvertible {
    let name: String
    let rows: Int
    let accesses: Int
    /// The steps after which CR3 is another.
    let flips: [Int]
    var testDescription: String { name }
  }

  static let logs = [
    Log(name: "pti/getpid", rows: 216, accesses: 93, flips: [8, 207]),
    Log(name: "pti/read", rows: 1109, accesses: 490, flips: [8, 1100]),
    Log(name: "pti/pagefault", rows: 10956, accesses: 9373, flips: [43, 10943]),
    Log(name: "pti/irq-user", rows: 51570, accesses: 19963, flips: [61, 51557]),
    Log(name: "pti/irq-kernel", rows: 18229, accesses: 8332, flips: [8, 18220]),
    Log(name: "pti/switch", rows: 13691, accesses: 6224, flips: []),
    Log(name: "nopti/getpid", rows: 206, accesses: 91, flips: []),
    Log(name: "pcid/getpid", rows: 222, accesses: 94, flips: [8, 213]),
    Log(name: "pcid/pagefault", rows: 4158, accesses: 2207, flips: [43, 4145]),
    Log(name: "pcid/irq-user", rows: 655, accesses: 380, flips: [52, 642]),
  ]

  @Test(arguments: logs) func rowsAccessesAndFlips(log: Log) throws {
    let recording = try Samples.recording(log.name + ".csv")
    let steps = recording.steps
    #expect(steps.count == log.rows)
    #expect(steps.accessCount == log.accesses)
    #expect(recording.hasTables)
    #expect(recording.notices.filter { $0.severity == .error }.isEmpty)
    let flips = (1..<steps.count).filter { steps.cr3(at: $0) != steps.cr3(at: $0 - 1) }
      .map { steps.number(at: $0 - 1) }
    if log.name == "pti/switch" {
      #expect(flips.count == 10)
      #expect(flips.contains(7370) && flips.contains(12331))
      #expect(steps.site(at: 7370).symbol == "switch_mm_irqs_off+0x24f")
    } else {
      #expect(flips == log.flips)
    }
  }

  @Test(
    arguments: [
      ("pti/pagefault", [(5096, 0x54ac00, 0x54e067), (10802, 0x54e000, 0x8000_0000_01bd_8067)]),
      ("pcid/pagefault", [(-1, 0x559c00, 0x563067), (-1, 0x563000, 0x8000_0000_0178_5067)]),
      ("pti/getpid", []), ("pti/irq-user", []), ("pti/irq-kernel", []), ("pti/switch", []),
      ("nopti/getpid", []),
      ("pcid/irq-user", []), ("labelled/read", []),
    ] as [(String, [(Int, UInt64, UInt64)])])
  func tableWrites(name: String, expected: [(Int, UInt64, UInt64)]) throws {
    let writes = try Samples.recording(name + ".csv").tableWrites
    #expect(writes.map(\.address.rawValue) == expected.map(\.1))
    #expect(writes.map(\.value) == expected.map(\.2))
    for (write, row) in zip(writes, expected) where row.0 >= 0 { #expect(write.step == row.0) }
  }

  @Test func aTableOfTheEndStartsEmpty() throws {
    let memory = try Samples.recording("pti/pagefault.csv").start.memory
    #expect(memory.changedFrames == [FrameNumber(0x54e)])
    #expect(memory.word(at: PhysicalAddress(0x54e000)) == 0)
    #expect(memory.word(at: PhysicalAddress(0x54ac00)) == 0)
  }

  @Test func remarks() throws {
    let steps = try Samples.recording("pti/pagefault.csv").steps
    #expect(steps.note(at: 0)?.flags == .faults)
    #expect(steps.note(at: 1)?.flags == .delivery)
    #expect(steps.note(at: 1)?.vector == 14)
    #expect(steps.note(at: 10955)?.flags == .last)
    #expect(steps.note(at: 2) == nil)
    let pcid = try Samples.recording("pcid/getpid.csv").steps
    #expect(pcid.note(at: 8)?.writtenCR3 == CR3(0x8000_0000_005f_2004))
    #expect(pcid.cr3(at: 0) == CR3(0x5f3804))
  }

  @Test func theFirstAccessOfAServedSystemCall() throws {
    let steps = try Samples.recording("labelled/getpid.csv").steps
    #expect(steps.accesses(at: 2).isEmpty)
    let access = try #require(steps.accesses(at: 3).first)
    #expect(access.kind == .write)
    #expect(access.address == VirtualAddress(0xffff_8880_07a0_6014))
    #expect(access.size == 8)
    #expect(access.symbol.map { steps.text($0) } == "cpu_tss_rw+0x14")
    #expect(steps.site(at: 3).instruction == "mov qword ptr gs:[rip + 0x7ec05f85], rsp")
    #expect(steps.stackPointer(at: 3) == VirtualAddress(0x7ffc_7823_3e68))
    #expect(steps.accesses(at: 11).count == 2)
  }

  @Test func namesOfEveryAccess() throws {
    let recording = try Samples.recording("labelled/getpid.csv")
    var unnamed = 0
    for row in 0..<recording.steps.count {
      for access in recording.steps.accesses(at: row) where recording.names.object(at: access.address) == nil {
        unnamed += 1
      }
    }
    #expect(unnamed == 0)
    let level = VirtualAddress(0xffff_8880_0021_9e04)
    let range = try #require(recording.names.typedRange(at: level))
    #expect(range.type == "pid")
    #expect(recording.names.member(of: range, at: level, size: 4)?.name == "level")
  }

  @Test func whatWasUsedIsSaid() throws {
    let folder = Samples.path("")
    #expect(
      try Samples.recording("pcid/pagefault.csv").notices.map(\.message) == [
        "tables of the first row from \(folder)pcid/start.elf",
        "tables of the last row from \(folder)pcid/pagefault-end.elf",
        "\(folder)pcid/start.elf is of another moment than the first row: it has RIP 0xffffffff813ad250, CPL 0, "
          + "CR3 0x5f2004, the row RIP 0x60001273, CPL 3, CR3 0x5f3804",
        "\(folder)pcid/pagefault-end.elf is of another moment than the last row: it has RIP 0xffffffff813ad250, CPL 0, "
          + "CR3 0x5f2004, the row RIP 0x60001276, CPL 3, CR3 0x5f3804",
        "EFER.NXE is not in the input: assumed on (--nx)",
        "MAXPHYADDR is not in the input: assumed 52 bits (--physical-bits)",
      ])
  }
}
