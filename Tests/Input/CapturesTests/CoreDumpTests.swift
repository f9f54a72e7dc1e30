import Bytes
import Captures
import Diagnostics
import PageTables
import Recordings
import TestSupport
import Testing

/// Dumps that the tests write, and the two of samples/captures/dump.
struct CoreDumpTests {
  private static func bytes(_ pieces: [ELFWriter.Piece], cut: Int = 0) -> FileBytes {
    FileBytes(name: "t.elf", Array(ELFWriter(pieces).file.dropLast(cut)))
  }

  private static let note = ELFWriter.Piece(
    kind: 4, bytes: ELFWriter.qemuNote(rip: 0x1234, rsp: 0x5678, cs: 0x33, cr3: 0x1804))

  private static func page(_ physical: UInt64, _ value: UInt64) -> ELFWriter.Piece {
    ELFWriter.Piece(physical: physical, bytes: ELFWriter.table([0: value, 511: value + 1]))
  }

  @Test func wordsAndRegisters() throws {
    let dump = try CoreDump(Self.bytes([Self.note, Self.page(0x1000, 7), Self.page(0x5000, 9)]))
    #expect(dump.memory.word(at: PhysicalAddress(0x1000)) == 7)
    #expect(dump.memory.word(at: PhysicalAddress(0x1ff8)) == 8)
    #expect(dump.memory.word(at: PhysicalAddress(0x5ff8)) == 10)
    for absent in [0, 0xff8, 0x2000, 0x4ff8, 0x6000, 0x1001, 0x1004, 1 << 52, .max - 7] as [UInt64] {
      #expect(dump.memory.word(at: PhysicalAddress(absent)) == nil)
    }
    let state = try #require(dump.cpus.first)
    #expect(dump.cpus.count == 1)
    #expect(state.controls.cr3 == CR3(0x1804))
    #expect(state.controls.cr0 == 0x8005_0033)
    #expect(state.controls.cr4 == 0x35_06f0)
    #expect([state.cpl, Int(state.rip.rawValue), Int(state.rsp.rawValue)] == [3, 0x1234, 0x5678])
    #expect(dump.notices.isEmpty)
  }

  @Test func pagingThatIsOffIsSaid() throws {
    let notes = [
      ELFWriter.qemuNote(cr0: 0x11, cr3: 0x1000), ELFWriter.qemuNote(cr0: 0x6000_0010, cr3: 0),
      ELFWriter.qemuNote(cr3: 0x1000, cr4: 0x6d0),
    ]
    let off = ELFWriter.Piece(kind: 4, bytes: notes.flatMap { $0 })
    let dump = try CoreDump(Self.bytes([Self.note, off, Self.page(0x1000, 7)]))
    let warnings = [
      "CR0.PG is 0: CPU 1 had paging off; its tables are walked as if it were on",
      "CR0.PE is 0: CPU 2 was in real mode or never started; its tables are walked as if paging were on",
      "CR4.PAE is 0: CPU 3 used 32-bit paging; its tables are walked as if they had 4 levels",
    ]
    for (cpu, warning) in zip(1..., warnings) {
      #expect(try dump.recording(cpu: cpu).notices.contains(Notice(.warning, warning)))
    }
    #expect(try dump.recording(cpu: 0).notices.allSatisfy { $0.severity == .note })
  }

  @Test func theFirstOfOverlappingSegmentsWins() throws {
    let long = ELFWriter.Piece(physical: 0x0, bytes: (0..<4).flatMap { ELFWriter.table([0: 100 + $0]) })
    let dump = try CoreDump(Self.bytes([Self.note, Self.page(0x1000, 7), long, Self.page(0x3000, 9)]))
    #expect((0..<4).map { dump.memory.word(at: PhysicalAddress($0 << 12)) } == [100, 7, 102, 103])
    #expect(
      dump.notices == [
        Notice(.warning, "program headers overlap in 0x2000 bytes of memory; the first one counts")
      ])
  }

  @Test func manySegmentsOnOnePlace() throws {
    var pieces = [Self.note]
    for number in 0..<65535 {
      pieces.append(
        .init(
          physical: UInt64(number % 3) << 12, bytes: number < 3 ? ELFWriter.table([0: UInt64(number)]) : [],
          offset: number < 3 ? nil : 64, fileSize: number < 3 ? nil : 4096))
    }
    var writer = ELFWriter(pieces)
    writer.usesExtendedCount = true
    let dump = try CoreDump(FileBytes(name: "t.elf", writer.file))
    #expect((0..<4).map { dump.memory.word(at: PhysicalAddress($0 << 12)) } == [0, 1, 2, nil])
  }

  @Test func segmentsThatAreCutOff() throws {
    let dump = try CoreDump(
      Self.bytes([Self.note, Self.page(0x1000, 7), Self.page(0x5000, 9)], cut: 4096 + 8))
    #expect(dump.memory.word(at: PhysicalAddress(0x1ff0)) == 0)
    #expect(dump.memory.word(at: PhysicalAddress(0x1ff8)) == nil)
    #expect(
      dump.notices == [
        Notice(
          .error, "the file is cut off: 0x1008 bytes of memory at 0x1ff8-0x2000, 0x5000-0x6000 are missing")
      ])
    var words = [UInt64](repeating: 0, count: 512)
    #expect(!dump.memory.readTable(FrameNumber(1), into: &words))
  }

  @Test func memoryThatIsNotStoredIsAbsent() throws {
    var piece = Self.page(0x1000, 7)
    piece.memorySize = 0x3000
    let dump = try CoreDump(Self.bytes([Self.note, piece]))
    #expect(dump.memory.word(at: PhysicalAddress(0x2000)) == nil)
    #expect(
      dump.notices == [
        Notice(
          .error,
          "the dump does not store all it describes: 0x2000 bytes of memory at 0x2000-0x4000 are absent")
      ])
  }

  @Test func withoutANoteThereAreNoProcessors() throws {
    let recording = try CoreDump(Self.bytes([Self.page(0x1000, 7)])).recording()
    #expect(recording.start.controls.unknown == [.cr0, .cr3, .cr4, .flags])
    #expect(recording.notices.first == Notice(.error, "no QEMU note: CR0, CR3 and CR4 are unknown"))
  }

  /// QEMU's notes reach up to CR4, at byte 424, or further; of those that do not, one error tells which they are.
  @Test func shortNotesAreSaidOnce() throws {
    func errors(_ sizes: [Int?]) throws -> [String] {
      let notes = sizes.flatMap { size in
        guard let size else { return ELFWriter.qemuNote(cr3: 0x1000) }
        return ELFWriter.note("QEMU", type: 0, [UInt8](repeating: 0, count: size))
      }
      let dump = try CoreDump(Self.bytes([.init(kind: 4, bytes: notes), Self.page(0x1000, 7)]))
      return dump.notices.filter { $0.severity == .error }.map(\.message).filter { !$0.hasPrefix("no QEMU note") }
    }
    #expect(try errors([nil, nil]) == [])
    #expect(try errors([8]) == ["t.elf: the QEMU note of CPU 0 has 8 bytes; expected 432 or more"])
    #expect(
      try errors([8, nil, 431]) == [
        "t.elf: the QEMU notes of CPUs 0, 2 have 8 to 431 bytes; expected 432 or more; --cpu counts the others alone"
      ])
    #expect(
      try errors([8, 8, 8, 8, 8, 8])
        == ["t.elf: the QEMU notes of CPUs 0, 1, 2, 3 and 2 more have 8 bytes; expected 432 or more"])
  }

  @Test func assumptionsAreSaidUnlessStated() throws {
    let dump = try CoreDump(Self.bytes([Self.note, Self.page(0x1000, 7)]))
    let assumed = try dump.recording()
    #expect(
      assumed.notices.map(\.message) == [
        "EFER.NXE is not in the input: assumed on (--nx)",
        "MAXPHYADDR is not in the input: assumed 52 bits (--physical-bits)",
      ])
    let stated = try dump.recording(assuming: Assumptions(physicalBits: 40, noExecute: false))
    #expect(stated.notices.isEmpty)
    #expect(stated.start.controls.physicalBits == 40)
    #expect(!stated.start.controls.noExecuteEnabled)
  }

  /// Bit 4 of a fetch's error code needs EFER.NXE or CR4.SMEP: SDM vol. 3A, section 4.7.
  @Test(arguments: [(nil, 0), (true, 0), (false, 1)] as [(Bool?, Int)])
  func unknownSMEPIsSaidWhereItCounts(noExecute: Bool?, count: Int) throws {
    func notes(_ pieces: [ELFWriter.Piece]) throws -> Int {
      try CoreDump(Self.bytes(pieces)).recording(assuming: Assumptions(noExecute: noExecute)).notices
        .count { $0.message.hasPrefix("CR4.SMEP") }
    }
    #expect(try notes([Self.page(0x1000, 7)]) == count)
    #expect(try notes([Self.note, Self.page(0x1000, 7)]) == 0)
  }

  @Test func severalProcessors() throws {
    let notes = ELFWriter.Piece(
      kind: 4, bytes: ELFWriter.qemuNote(cr3: 0x1000) + ELFWriter.qemuNote(cs: 0x10, cr3: 0x5000, cr4: 0x1020)
    )
    let dump = try CoreDump(Self.bytes([notes, Self.page(0x1000, 7)]))
    let second = try dump.recording(cpu: 1)
    #expect(second.start.controls.cr3 == CR3(0x5000))
    #expect(second.start.controls.mode == .fiveLevel)
    #expect(second.start.cpl == 0)
    #expect(second.notices.last == Notice(.note, "the dump has 2 CPUs: shown is CPU 1 (--cpu)"))
    #expect(
      Samples.error { () throws(ParseError) in _ = try dump.recording(cpu: 2) }
        == "t.elf: no CPU 2; expected 0 to 1")
  }

  /// As /proc/kcore has it for vmalloc.
  @Test func piecesWithoutAPhysicalAddress() throws {
    let nowhere = ELFWriter.Piece(physical: .max, bytes: ELFWriter.table([0: 5]))
    let dump = try CoreDump(Self.bytes([Self.note, nowhere, Self.page(0x1000, 7), nowhere]))
    #expect(dump.memory.word(at: PhysicalAddress(0x1000)) == 7)
    #expect(
      dump.notices == [Notice(.note, "2 program headers have no physical address (p_paddr is -1): passed over")])
    #expect(
      Samples.error { () throws(ParseError) in _ = try CoreDump(Self.bytes([Self.note, nowhere])) }
        == "t.elf: holds no memory; expected PT_LOAD program headers with bytes in the file")
  }

  /// QEMU 7.2 target/i386/arch_dump.c, struct QEMUCPUState: rflags at 144; EFLAGS.AC is bit 18.
  @Test(arguments: [(0x246, false), (0x4_0246, true)] as [(UInt64, Bool)])
  func alignmentCheckOfTheNote(rflags: UInt64, isSet: Bool) throws {
    let note = ELFWriter.Piece(kind: 4, bytes: ELFWriter.qemuNote(cr3: 0x1000, rflags: rflags))
    let recording = try CoreDump(Self.bytes([note, Self.page(0x1000, 7)])).recording()
    #expect(recording.start.alignmentCheck == isSet)
    #expect(recording.start.controls.unknown.isEmpty)
  }

  @Test(
    arguments: [
      ([note], "t.elf: holds no memory; expected PT_LOAD program headers with bytes in the file"),
      (
        [.init(physical: 0, bytes: [1]), .init(physical: 0, bytes: [2])],
        "t.elf: all physical addresses are 0, as in the dump of one process; expected a dump of a machine, "
          + "as QEMU's dump-guest-memory writes it"
      ),
      (
        [.init(physical: .max - 1, bytes: [1], fileSize: 2)],
        "t.elf: at byte 0x40: program header 0: physical address 0xfffffffffffffffe plus size 0x2; "
          + "expected a sum that fits in 64 bits"
      ),
    ] as [([ELFWriter.Piece], String)])
  func refusals(pieces: [ELFWriter.Piece], expected: String) {
    #expect(Samples.error { () throws(ParseError) in _ = try CoreDump(Self.bytes(pieces)) } == expected)
  }

  @Test(
    arguments: [
      ("dump/core-user.elf", 0x557000, 3, 0x6000_1312),
      ("dump/core-syscall.elf", 0x556000, 0, 0xffff_ffff_8108_8b60),
      ("pcid/start.elf", 0x5f2004, 0, 0xffff_ffff_813a_d250),
    ] as [(String, UInt64, Int, UInt64)])
  func captures(name: String, cr3: UInt64, cpl: Int, rip: UInt64) throws {
    let dump = try CoreDump(FileBytes.open(Samples.path(name)))
    let state = try #require(dump.cpus.first)
    #expect(state.controls.cr3 == CR3(cr3))
    #expect(state.cpl == cpl)
    #expect(state.rip == VirtualAddress(rip))
    #expect(dump.notices.isEmpty)
  }
}
