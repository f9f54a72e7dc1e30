import PageTables
import Testing

/// The whole product of privilege, kind, entry bits and control registers against the naive check.
@Suite struct AccessCheckTests {
  private static let privileges: [(Access.Mode, cpl: Int, implicit: Bool, ac: Bool)] = [
    (.user, 3, false, false),
    (.supervisor(alignmentCheck: false), 0, false, false),
    (.supervisor(alignmentCheck: true), 0, false, true),
    (.implicitSupervisor, 3, true, false),
  ]
  private static let kinds: [(Access.Kind, NaiveCheck.Kind)] = [
    (.read, .read), (.write, .write), (.fetch, .execute),
  ]

  /// Each of US=0, RW=0 and NX=1 stands nowhere, or at one of four levels.
  @Test(arguments: 0...4, 0...4)
  func product(supervisorAt: Int, readOnlyAt: Int) {
    for noExecuteAt in 0...4 {
      check(supervisorAt: supervisorAt, readOnlyAt: readOnlyAt, noExecuteAt: noExecuteAt)
    }
  }

  private func check(supervisorAt: Int, readOnlyAt: Int, noExecuteAt: Int) {
    var memory = SparseMemory()
    var met: [NaiveCheck.Met] = []
    for level in [4, 3, 2, 1] {
      let entry = NaiveCheck.Met(
        writable: level != readOnlyAt, user: level != supervisorAt, noExecute: level == noExecuteAt)
      met.append(entry)
      var word = UInt64(6 - level) << 12 | 1
      word |= (entry.writable ? 2 : 0) | (entry.user ? 4 : 0) | (entry.noExecute ? 1 << 63 : 0)
      memory.write(word, at: FrameNumber(UInt64(5 - level)).address)
    }
    for bits in 0..<16 {
      let (wp, smep, smap, nxe) = (bits & 1 != 0, bits & 2 != 0, bits & 4 != 0, bits & 8 != 0)
      let controls = Controls(
        cr0: 0x8000_0001 | (wp ? 0x1_0000 : 0), cr3: CR3(0x1000),
        cr4: 0x20 | (smep ? 1 << 20 : 0) | (smap ? 1 << 21 : 0),
        noExecuteEnabled: nxe)
      let walk = Walker(memory: memory, controls: controls).walk(VirtualAddress(0x123))
      for (mode, cpl, implicit, ac) in Self.privileges {
        for (kind, naiveKind) in Self.kinds {
          let naive = NaiveCheck(
            cpl: cpl, kind: naiveKind, implicit: implicit, alignmentCheck: ac, writeProtect: wp, smep: smep,
            smap: smap, nxe: nxe, met: met)
          let found = walk.check(Access(kind, mode), controls: controls)
          let fault = found.fault
          let comment: Comment =
            "\(mode) \(kind) US=0@\(supervisorAt) RW=0@\(readOnlyAt) NX@\(noExecuteAt) \(controls)"
          #expect(fault?.errorCode.rawValue == naive.errorCode, comment)
          #expect(fault?.deniedBy?.rawValue == naive.denyingStep.map { 4 - $0 }, comment)
          if fault == nil { #expect(found == .allowed(PhysicalAddress(0x5123)), comment) }
        }
      }
    }
  }

  @Test func causes() throws {
    /// Every cause names what its error code and level say.
    var memory = SparseMemory()
    memory.write(0x2001, at: PhysicalAddress(0x1000))
    memory.write(0x3007 | 1 << 63, at: PhysicalAddress(0x2000))
    memory.write(0x4007, at: PhysicalAddress(0x3000))
    memory.write(0x5007, at: PhysicalAddress(0x4000))
    let controls = Controls.linux(cr3: CR3(0x1000))
    let walk = Walker(memory: memory, controls: controls).walk(VirtualAddress(0))
    #expect(walk.check(Access(.fetch, cpl: 0), controls: controls).fault?.cause == .noExecute)
    #expect(walk.check(Access(.fetch, cpl: 0), controls: controls).fault?.deniedBy == .pdpt)
    #expect(walk.check(Access(.fetch, cpl: 3), controls: controls).fault?.cause == .supervisorPage)
    #expect(walk.check(Access(.write, cpl: 0), controls: controls).fault?.cause == .readOnly)
    #expect(walk.check(Access(.read, cpl: 0), controls: controls) == .allowed(PhysicalAddress(0x5000)))
  }

  @Test(arguments: [(0, false), (1, false), (2, false), (3, true)])
  func privilegeLevels(cpl: Int, isUser: Bool) {
    #expect(Access(.read, cpl: cpl).mode == (isUser ? .user : .supervisor(alignmentCheck: false)))
  }
}
