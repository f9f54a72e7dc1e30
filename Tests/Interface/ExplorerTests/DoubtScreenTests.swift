import Bytes
import Canvas
import Captures
import Chassis
import Commands
import Explorer
import PageTables
import Recordings
import TestSupport
import Testing
import Timelines

/// What a dump cannot tell is on the screen, not only in the help.
@Suite struct DoubtScreenTests {
  private static func screen(_ note: [UInt8]?, keys: String = "") throws -> [String] {
    var pieces = [ELFWriter.Piece(physical: 0x1000, bytes: ELFWriter.table([0: 0x2007]))]
    if let note { pieces.append(.init(kind: 4, bytes: note)) }
    let recording = try CoreDump(FileBytes(name: "t.elf", ELFWriter(pieces).file)).recording()
    var explorer = Explorer(Timeline(recording), shellName: "", size: Size(width: 80, height: 24))
    explorer.press(keys)
    return explorer.screen()
  }

  @Test(
    arguments: [
      (0x11, 0x30_06f0, "CR0.PG=0: no paging", "CR0.PG=0: this CPU had paging off, and used no tables"),
      (
        0x6000_0010, 0x30_06f0, "CR0.PE=0: no paging",
        "CR0.PE=0: this CPU was in real mode or never started: no tables"
      ),
      (
        0x8005_0033, 0x30_06d0, "CR4.PAE=0: 32-bit paging",
        "CR4.PAE=0: this CPU used 32-bit paging, not these tables"
      ),
    ] as [(UInt64, UInt64, String, String)])
  func pagingOff(cr0: UInt64, cr4: UInt64, title: String, now: String) throws {
    let lines = try Self.screen(ELFWriter.qemuNote(cs: 0x10, cr0: cr0, cr3: 0x1000, cr4: cr4))
    #expect(lines.first?.contains(title) == true && lines.first?.contains("nopti") == false)
    #expect(lines.contains { $0.hasPrefix(" ! BUT   \(now)") })
  }

  /// What a processor without paging leaks is unknown, on the screen and to tours.
  @Test func unknownLeaks() throws {
    let pieces: [ELFWriter.Piece] = [
      .init(physical: 0x1000, bytes: ELFWriter.table([273: 0x2003])),
      .init(physical: 0x2000, bytes: ELFWriter.table([0: 0x83])),
      .init(kind: 4, bytes: ELFWriter.qemuNote(cs: 0x33, cr0: 0x11, cr3: 0x1000)),
    ]
    let recording = try CoreDump(FileBytes(name: "t.elf", ELFWriter(pieces).file)).recording()
    let explorer = Explorer(Timeline(recording), shellName: "", size: Size(width: 80, height: 24))
    let line = "   LEAK  unknown: CR0.PG=0: this CPU had paging off, and used no tables"
    #expect(explorer.screen().contains { $0.hasPrefix(line) })
    #expect(explorer.fact(.leaks) == nil)
    #expect(explorer.fact(.design) == nil)
  }

  /// Frame 0 is a place as any other, but a root of 0 that is not in the dump was never set.
  @Test(arguments: [false, true]) func rootZero(isThere: Bool) throws {
    let pieces: [ELFWriter.Piece] = [
      .init(kind: 4, bytes: ELFWriter.qemuNote(cs: 0x10, cr3: 0, cr4: 0x30_06b0)),
      .init(physical: isThere ? 0 : 0x5000, bytes: ELFWriter.table([273: 0x2003])),
      .init(physical: 0x1000, bytes: ELFWriter.table([:])),
      .init(physical: 0x2000, bytes: ELFWriter.table([0: 0x83])),
    ]
    let recording = try CoreDump(FileBytes(name: "t.elf", ELFWriter(pieces).file)).recording()
    let explorer = Explorer(Timeline(recording), shellName: "", size: Size(width: 80, height: 24))
    #expect(explorer.screen().first?.hasPrefix(" t.elf  \(isThere ? "nopti" : "design unknown"), no PCID") == true)
    #expect((explorer.fact(.design) != nil) == isThere)
  }

  /// Without registers there is no CPL, even if the user names a CR3: nobody knows whether user code runs.
  @Test func unknownPrivilegeLevel() throws {
    let file = ELFWriter([.init(physical: 0x1000, bytes: ELFWriter.table([0: 0x2007]))]).file
    var recording = try CoreDump(FileBytes(name: "t.elf", file)).recording()
    recording.start.controls = recording.start.controls.with(cr3: CR3(0x1000))
    var explorer = Explorer(Timeline(recording), shellName: "", size: Size(width: 80, height: 24))
    let screen = explorer.screen().joined(separator: "\n")
    #expect(screen.contains(" NOW   CPL unknown in space K, RIP unknown"))
    #expect(screen.contains("   LEAK  unknown: the CPL is not in the input"))
    #expect(explorer.fact(.cpl) == nil)
    #expect(explorer.fact(.leaks) == nil)
    explorer.press("w")
    let walk = explorer.screen().joined(separator: "\n")
    #expect(walk.contains("CPL 0 is assumed"))
    #expect(walk.contains(" No address: RIP is not in the input.") && !walk.contains("walk 0x"))
  }

  /// The table beside the root is not in the dump: it may be the user half of page-table isolation, or nothing.
  @Test func unknownDesign() throws {
    let pieces: [ELFWriter.Piece] = [
      .init(kind: 4, bytes: ELFWriter.qemuNote(cs: 0x10, cr3: 0x2000, cr4: 0x30_06b0)),
      .init(physical: 0x2000, bytes: ELFWriter.table([273: 0x4003])),
      .init(physical: 0x4000, bytes: ELFWriter.table([0: 0x83])),
    ]
    let recording = try CoreDump(FileBytes(name: "t.elf", ELFWriter(pieces).file)).recording()
    var explorer = Explorer(Timeline(recording), shellName: "", size: Size(width: 80, height: 24))
    #expect(explorer.screen().first?.hasPrefix(" t.elf  design unknown, no PCID") == true)
    #expect(explorer.screen().contains { $0.contains("?  direct map") })
    #expect(explorer.fact(.design) == nil)
    explorer.press("D")
    #expect(!explorer.screen().contains { $0.contains("no state is asked. These are, under nopti") })
  }

  @Test func unknownRegisters() throws {
    let pieces = [ELFWriter.Piece(physical: 0x1000, bytes: ELFWriter.table([0: 0x2007]))]
    let recording = try CoreDump(FileBytes(name: "t.elf", ELFWriter(pieces).file)).recording()
    let explorer = Explorer(Timeline(recording), shellName: "", size: Size(width: 80, height: 24))
    for kind in [Expectation.Kind.cr3, .design, .space, .cpl, .leaks] { #expect(explorer.fact(kind) == nil) }
    let screen = try Self.screen(nil).joined(separator: "\n")
    #expect(screen.contains("t.elf  CR3 unknown"))
    #expect(screen.contains(" ! BUT   CR0 and CR4 are not in the input: 4 levels are assumed"))
    #expect(screen.contains(" NOW   CPL unknown under an unknown CR3, RIP unknown"))
    #expect(screen.contains("CR3 is not in the input: name that"))
    #expect(screen.contains("not in the input; --cr3 V names the value of a process"))
    // No key does anything worse than say so.
    for key in ["w", "p", "v", "T", "B", "D", "C", "m", "j", "Tab", "n", "Space", "d", "c"] {
      #expect(try !Self.screen(nil, keys: key).contains { $0.contains("reads 0x0") })
    }
  }
}
