import PageTables
import Testing

/// The table of error codes in semantics.md 3.1, row by row.
@Suite struct ErrorCodeTests {
  struct Row: CustomTestStringConvertible {
    var name: String
    var access: Access
    /// PML4E, PDPTE, PDE, PTE; bits 51 to 12 are filled in.
    var flags: [UInt64]
    /// nil: the access is allowed.
    var code: UInt32?
    /// The level that denies; nil for a control register.
    var deniedBy: Level?
    var cause: PageFault.Cause?
    var cr0: UInt64 = 0x8001_0001
    var cr4: UInt64 = 0x30_00a0
    var testDescription: String { name }
  }

  static let xd: UInt64 = 1 << 63
  static let user: [UInt64] = [7, 7, 7, 7]
  static let kernel: [UInt64] = [7, 7, 7, 3]
  static let open = Access.Mode.supervisor(alignmentCheck: true)

  static let rows = [
    Row(
      name: "CPL3 R, kernel page mapped (nopti probe)", access: Access(.read, cpl: 3), flags: kernel,
      code: 0x5,
      deniedBy: .pt, cause: .supervisorPage),
    Row(
      name: "CPL0 X user page, SMEP", access: Access(.fetch, cpl: 0), flags: user, code: 0x11, cause: .smep),
    Row(
      name: "CPL3 R, unmapped (PTI probe)", access: Access(.read, cpl: 3), flags: [0], code: 0x4,
      deniedBy: .pml4, cause: .notPresent),
    Row(
      name: "CPL0 R user page, SMAP, AC=0", access: Access(.read, cpl: 0), flags: user, code: 0x1,
      cause: .smap),
    Row(
      name: "CPL0 R private page not mapped (ASI fault)", access: Access(.read, cpl: 0), flags: [7, 7, 0],
      code: 0x0, deniedBy: .pd, cause: .notPresent),
    Row(
      name: "CPL0 W read-only text, WP=1", access: Access(.write, cpl: 0), flags: [7, 7, 7, 1], code: 0x3,
      deniedBy: .pt, cause: .readOnly),
    Row(
      name: "CPL0 W private page not mapped", access: Access(.write, cpl: 0), flags: [7, 0], code: 0x2,
      deniedBy: .pdpt, cause: .notPresent),
    Row(
      name: "CPL0 X NX data", access: Access(.fetch, cpl: 0), flags: [7, 7, 7, 3 | xd], code: 0x11,
      deniedBy: .pt, cause: .noExecute),
    Row(
      name: "CPL3 X user text with kernel CR3 (NX poison)", access: Access(.fetch, cpl: 3),
      flags: [7 | xd, 7, 7, 5], code: 0x15, deniedBy: .pml4, cause: .noExecute),
    Row(
      name: "CPL3 W read-only user", access: Access(.write, cpl: 3), flags: [7, 7, 7, 5], code: 0x7,
      deniedBy: .pt, cause: .readOnly),
    Row(
      name: "CPL3 X kernel addr unmapped", access: Access(.fetch, cpl: 3), flags: [7, 7, 7, 0], code: 0x14,
      deniedBy: .pt, cause: .notPresent),
    Row(
      name: "CPL3 R reserved bit set", access: Access(.read, cpl: 3), flags: [7 | 0x80, 7, 7, 7], code: 0xd,
      deniedBy: .pml4, cause: .reservedBit),
    Row(name: "CPL0 R user, AC=1", access: Access(.read, open), flags: user),
    Row(name: "CPL0 R user, SMAP=0", access: Access(.read, cpl: 0), flags: user, cr4: 0x10_00a0),
    Row(name: "CPL0 W RO, WP=0", access: Access(.write, cpl: 0), flags: [7, 7, 7, 1], cr0: 0x8000_0001),
  ]

  @Test(arguments: rows)
  func row(_ row: Row) {
    var memory = SparseMemory()
    for (step, flags) in row.flags.enumerated() {
      memory.write(UInt64(step + 2) << 12 | flags, at: FrameNumber(UInt64(step + 1)).address)
    }
    let controls = Controls(cr0: row.cr0, cr3: CR3(0x1000), cr4: row.cr4)
    let walk = Walker(memory: memory, controls: controls).walk(VirtualAddress(0x18))
    let check = walk.check(row.access, controls: controls)
    if let code = row.code {
      #expect(check.fault?.errorCode.rawValue == code)
      #expect(check.fault?.deniedBy == row.deniedBy)
      #expect(check.fault?.cause == row.cause)
    } else {
      #expect(check == .allowed(PhysicalAddress(0x5018)))
    }
  }

  @Test func noFaultWithoutAWalk() {
    var memory = SparseMemory()
    memory.write(0x2007, at: PhysicalAddress(0x1000))
    let controls = Controls.linux(cr3: CR3(0x1000))
    let walker = Walker(memory: memory, controls: controls)
    let access = Access(.read, cpl: 0)
    #expect(walker.walk(VirtualAddress(1 << 47)).check(access, controls: controls) == .notCanonical)
    #expect(walker.walk(VirtualAddress(0)).check(access, controls: controls) == .unknown(.pdpt))
    #expect(walker.walk(VirtualAddress(0)).check(access, controls: controls).fault == nil)
  }
}
