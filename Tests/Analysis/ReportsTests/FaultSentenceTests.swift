import PageTables
import Reports
import Testing

@Suite struct FaultSentenceTests {
  struct Case: CustomTestStringConvertible {
    let address: UInt64
    let access: Access
    let short: String
    let full: String
    var testDescription: String { full }
  }

  /// Leaves: a user page without XD but below an XD root entry, a read-only supervisor page, a user page.
  static func tables() throws -> (TableBuilder, FrameNumber) {
    var tables = TableBuilder(firstFrame: FrameNumber(0x10))
    let root = tables.makeTable()
    try tables.map(VirtualAddress(0x1000), to: PhysicalAddress(0), flags: Entry(7), under: root)
    tables.write(Entry(0x8000_0000_0001_1007), at: 0, of: root)
    try tables.map(VirtualAddress(0x80_0000_1000), to: PhysicalAddress(0), flags: Entry(1), under: root)
    try tables.map(VirtualAddress(0x80_0000_2000), to: PhysicalAddress(0), flags: Entry(7), under: root)
    tables.write(Entry(0x55_5007), at: 2, of: root)
    tables.write(Entry(0x55_5087), at: 3, of: root)
    return (tables, root)
  }

  static let cases = [
    Case(
      address: 0x1000, access: Access(.fetch, cpl: 3),
      short: "FAULT  #PF 0x15: denied at level 4: PML4[0] has XD=1",
      full: "FAULT  #PF 0x15 (protection, user, fetch): denied at level 4: PML4[0] has XD=1"),
    Case(
      address: 0xffff_8880_0000_0000, access: Access(.read, cpl: 0),
      short: "FAULT  #PF 0x0: denied at level 4: PML4[273] has P=0",
      full: "FAULT  #PF 0x0 (not present, supervisor, read): denied at level 4: PML4[273] has P=0"),
    Case(
      address: 0x80_0000_1000, access: Access(.write, cpl: 0),
      short: "FAULT  #PF 0x3: denied at level 1: PT[1] has RW=0",
      full: "FAULT  #PF 0x3 (protection, supervisor, write): denied at level 1: PT[1] has RW=0"),
    Case(
      address: 0x80_0000_1000, access: Access(.read, cpl: 3),
      short: "FAULT  #PF 0x5: denied at level 1: PT[1] has US=0",
      full: "FAULT  #PF 0x5 (protection, user, read): denied at level 1: PT[1] has US=0"),
    Case(
      address: 0x80_0000_2000, access: Access(.read, cpl: 0),
      short: "FAULT  #PF 0x1: denied by CR4.SMAP: a user page, and EFLAGS.AC=0 or implicit",
      full: "FAULT  #PF 0x1 (protection, supervisor, read): denied by CR4.SMAP: a user page, "
        + "and EFLAGS.AC=0 or implicit"),
    Case(
      address: 0x80_0000_2000, access: Access(.fetch, cpl: 0),
      short: "FAULT  #PF 0x11: denied by CR4.SMEP: a supervisor fetch from a user page",
      full: "FAULT  #PF 0x11 (protection, supervisor, fetch): denied by CR4.SMEP: "
        + "a supervisor fetch from a user page"),
    Case(
      address: 0x180_0000_0000, access: Access(.write, cpl: 3),
      short: "FAULT  #PF 0xf: denied at level 4: PML4[3] has reserved bits set",
      full: "FAULT  #PF 0xf (protection, user, write, reserved bit): denied at level 4: "
        + "PML4[3] has reserved bits set"),
    Case(
      address: 0x100_0000_0000, access: Access(.read, cpl: 0),
      short: "UNKNOWN supervisor read: the input does not hold the PDPT (level 3)",
      full: "UNKNOWN supervisor read: the input does not hold the PDPT (level 3)"),
    Case(
      address: 1 << 63, access: Access(.read, .implicitSupervisor),
      short: "FAULT  #GP: the address is not canonical: bits 63 to 47 differ",
      full: "FAULT  #GP (implicit supervisor read): the address is not canonical: bits 63 to 47 differ"),
    Case(
      address: 0x80_0000_2000, access: Access(.write, cpl: 3),
      short: "OK user write: allowed by every level; 4K page, rwx, user",
      full: "OK user write: allowed by every level; 4K page, rwx, user"),
  ]

  @Test(arguments: cases) func sentence(_ item: Case) throws {
    let (tables, root) = try Self.tables()
    let controls = Controls.linux(cr3: CR3(root.address.rawValue))
    let walk = Walker(memory: tables.memory, controls: controls).walk(VirtualAddress(item.address))
    let sentence = FaultSentence(
      walk: walk, access: item.access, check: walk.check(item.access, controls: controls))
    #expect(sentence.short == item.short)
    #expect(sentence.full == item.full)
    #expect(sentence.short.count <= 78)
  }

  @Test func aFetchIsSaidToBeOneWhereTheProcessorDoesNotReportIt() {
    #expect(PageFault.ErrorCode([]).meaning(of: .fetch) == "not present, supervisor, fetch")
  }
}
