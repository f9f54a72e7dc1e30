import Foundation
import TestSupport
import Testing

/// Dumps without tables of a half of page-table isolation: what cannot be told is said; the exit status is 1
/// if part of what was asked for is missing.
@Suite struct MissingHalfTests {
  /// Frames that both halves use for user addresses, and those of the kernel half: text is a page of both, data is not.
  private static let tables: [UInt64: [Int: UInt64]] = [
    0x10000: [0: 0x30007, 511: 0x20003], 0x11000: [0: 0x30007, 511: 0x28003],
    0x20000: [510: 0x21003], 0x21000: [8: 0x100_0183, 9: 0x120_0083],
    0x28000: [510: 0x29003], 0x29000: [8: 0x100_0181],
    0x30000: [0: 0x31007], 0x31000: [2: 0x32007], 0x32000: [0: 0x5007],
  ]

  /// A dump of a processor that runs with `cr3` at the CPL of `selector`, without `missing` frames.
  private static func write(
    _ scratch: Scratch, cr3: UInt64 = 0x10000, cs: UInt64 = 0x10, isIdle: Bool = false, without missing: UInt64...
  ) throws {
    // The kernel half has one more entry than the user half, as in Linux.
    var tables = Self.tables
    if isIdle {
      for root in [0x10000, 0x11000] as [UInt64] { tables[root]?[0] = nil }
      tables[0x21000]?[8] = 0x100_0181
    }
    tables[0x10000]?[273] = 0x40003
    tables[0x40000] = [0: 0x83]
    let frames = tables.keys.sorted().filter { !missing.contains($0) }
    let note = ELFWriter.Piece(kind: 4, bytes: ELFWriter.qemuNote(cs: cs, cr3: cr3, cr4: 0x30_06b0))
    let pieces = [note] + frames.map { .init(physical: $0, bytes: ELFWriter.table(tables[$0] ?? [:])) }
    try Data(ELFWriter(pieces).file).write(to: URL(fileURLWithPath: scratch.path + "/d.elf"))
  }

  private static let userHalf =
    "the table at 0x11000, beside the root 0x10000, is not in the input: whether user code runs"
  private static let kernelHalf =
    "the table at 0x10000, beside the root 0x11000, is not in the input: whether the kernel runs"
  private static let root =
    "the root 0x10000 is not in the input: whether the table at 0x11000, beside it, is its user half"

  /// Half of the pair is not there: no design is claimed, whichever half is asked for.
  @Test(
    arguments: [
      (0x10000, 0x10, 0x11000, "user", userHalf), (0x10000, 0x10, 0x11000, "exposed", userHalf),
      (0x11000, 0x33, 0x10000, "user", kernelHalf), (0x11000, 0x33, 0x10000, "kernel", kernelHalf),
      (0x10000, 0x10, 0x10000, "user", root),
    ] as [(UInt64, UInt64, UInt64, String, String)])
  func half(cr3: UInt64, cs: UInt64, missing: UInt64, space: String, begin: String) throws {
    let refused =
      missing == 0x11000
      ? "user half, with its root table at 0x11000," : "kernel half, with its root table at 0x10000,"
    let end =
      missing == cr3
      ? " under page-table isolation cannot be told"
      : " with it under page-table isolation, and what it maps then, cannot be told"
    let warning = begin + end
    let scratch = try Scratch()
    try Self.write(scratch, cr3: cr3, cs: cs, without: missing)
    let asked = try Program.run("maps", "d.elf", "--space", space, in: scratch.path)
    #expect(asked.status == 2)
    #expect(
      asked.complaints
        == "cr3scope: --space \(space): the \(refused) is not in the input: whether the design is nopti or pti cannot "
        + "be told\n")
    let maps = try Program.run("maps", "d.elf", in: scratch.path)
    // All that was asked for is there, if not the root itself is what is missing.
    #expect(maps.status == (missing == cr3 ? 1 : 0))
    #expect(maps.complaints == "cr3scope: warning: \(warning)\n")
  }

  /// User code runs with the root of a kernel half only where there is no isolation.
  @Test func noHalf() throws {
    let scratch = try Scratch()
    try Self.write(scratch, cs: 0x33, without: 0x11000)
    let maps = try Program.run("maps", "d.elf", in: scratch.path)
    #expect(maps.status == 0 && maps.complaints.isEmpty)
    #expect(
      try Program.run("maps", "d.elf", "--space", "user", in: scratch.path).complaints
        == "cr3scope: --space user: the design is nopti: one space, K, maps user and kernel; there is no user half\n")
  }

  /// A table below the user half is not there: the class of what it may map is unknown, and the table is named.
  @Test(arguments: [(0x28000, "PDPT", 3), (0x29000, "PD", 2)] as [(UInt64, String, Int)])
  func tableBelow(missing: UInt64, name: String, level: Int) throws {
    let scratch = try Scratch()
    try Self.write(scratch, without: missing)
    let maps = try Program.run("maps", "d.elf", in: scratch.path)
    #expect(maps.status == 1)
    let place = "0x00000000000" + String(missing, radix: 16)
    #expect(
      maps.output.contains(
        "\n! \(name) \(place) of the user half is not in the input: class unknown\n"))
    #expect(maps.output.contains("\n? ffffffff81000000-ffffffff81200000"))
    #expect(maps.output.contains("\nP ffff888000000000-ffff888040000000"))
    let json = try Program.run("maps", "d.elf", "--format", "json", in: scratch.path)
    #expect(json.status == 1)
    #expect(json.output.contains("\"unreadable_user_half\":[\n{\"table\":\"\(place)\",\"level\":\(level)}\n]"))
    let csv = try Program.run("maps", "d.elf", "--format", "csv", in: scratch.path)
    #expect(csv.status == 1)
    let short = "0x" + String(missing, radix: 16)
    #expect(csv.complaints == "cr3scope: error: the \(name) at \(short) of the user half is missing\n")
  }

  /// The same of roots that map nothing for user code, as init_top_pgt: only the tables below tell that they are a pair.
  @Test(arguments: [0, 0x28000, 0x29000, 0x20000, 0x21000] as [UInt64]) func idlePair(missing: UInt64) throws {
    let scratch = try Scratch()
    try Self.write(scratch, isIdle: true, without: missing)
    let maps = try Program.run("maps", "d.elf", in: scratch.path)
    let user = try Program.run("maps", "d.elf", "--space", "user", in: scratch.path)
    let json = try Program.run("steps", "d.elf", "--format", "json", in: scratch.path)
    guard missing != 0 else {
      #expect(maps.complaints.isEmpty && user.status == 0)
      #expect(maps.output.contains("\nE ffffffff81000000-ffffffff81200000"))
      return
    }
    let warning =
      "tables below the roots 0x10000 and 0x11000 are not in the input, or there are too many: whether these are a pair "
      + "of page-table isolation, and what user code runs with, cannot be told"
    #expect(maps.complaints.contains("cr3scope: warning: \(warning)\n"))
    #expect(maps.output.contains("\n? ffff888000000000-ffff888040000000"))
    #expect(!maps.output.contains("\nE ") && !maps.output.contains("\nP "))
    #expect(user.status == 2 && user.complaints.contains("whether the design is nopti or pti cannot be told"))
    #expect(!json.output.contains("\"nopti\""))
  }

  /// A root without any kernel address, as firmware has it, is no half: both have the kernel's entry code. Linux 6.12
  /// arch/x86/mm/pti.c, pti_clone_entry_text.
  @Test func noKernelAddresses() throws {
    let scratch = try Scratch()
    let pieces: [ELFWriter.Piece] = [
      .init(kind: 4, bytes: ELFWriter.qemuNote(cs: 0x10, cr3: 0x11000, cr4: 0x30_06b0)),
      .init(physical: 0x11000, bytes: ELFWriter.table([0: 0x30003])),
      .init(physical: 0x30000, bytes: ELFWriter.table([0: 0x83])),
    ]
    try Data(ELFWriter(pieces).file).write(to: URL(fileURLWithPath: scratch.path + "/d.elf"))
    let maps = try Program.run("maps", "d.elf", in: scratch.path)
    #expect(maps.status == 0 && maps.complaints.isEmpty)
  }

  @Test func nothingMissing() throws {
    let scratch = try Scratch()
    try Self.write(scratch)
    let maps = try Program.run("maps", "d.elf", in: scratch.path)
    #expect(maps.status == 0 && maps.complaints.isEmpty)
    #expect(maps.output.contains("\nE ffffffff81000000-ffffffff81200000"))
    #expect(maps.output.contains("\nP ffffffff81200000-ffffffff81400000"))
  }
}
