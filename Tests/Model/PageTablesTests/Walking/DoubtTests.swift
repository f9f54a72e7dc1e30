import PageTables
import Testing

/// What is answered where registers are not known, or the processor did not use the tables.
@Suite struct DoubtTests {
  /// A user page that is read-only in its last entry, or not.
  private static func check(
    _ access: Access, writable: Bool = true, user: Bool = true, _ change: (inout Controls) -> Void
  ) -> AccessCheck {
    var memory = SparseMemory()
    for frame: UInt64 in 1...3 { memory.write((frame + 1) << 12 | 7, at: PhysicalAddress(frame << 12)) }
    memory.write(0x5001 | (writable ? 2 : 0) | (user ? 4 : 0), at: PhysicalAddress(0x4000))
    var controls = Controls.linux(cr3: CR3(0x1000))
    change(&controls)
    return Walker(memory: memory, controls: controls).walk(VirtualAddress(0)).check(access, controls: controls)
  }

  private static let allowed = AccessCheck.allowed(PhysicalAddress(0x5000))
  private static let kernel = Access(.read, cpl: 0)

  /// Intel SDM vol. 3A, section 4.1.1.
  @Test(
    arguments: [
      (0x6000_0010, 0x30_06f0, .realMode), (0x11, 0x30_06f0, .pagingOff), (0x8005_0033, 0x30_06d0, .shortPaging),
      (0x8005_0033, 0x30_06f0, nil),
    ] as [(UInt64, UInt64, Doubt?)])
  func paging(cr0: UInt64, cr4: UInt64, doubt: Doubt?) {
    let check = Self.check(Access(.read, cpl: 3)) { ($0.cr0, $0.cr4) = (cr0, cr4) }
    #expect(check == doubt.map { .undetermined($0) } ?? Self.allowed)
    // What is not known is no doubt: it is assumed.
    #expect(
      Self.check(Access(.read, cpl: 3)) { ($0.cr0, $0.cr4, $0.unknown) = (cr0, cr4, [.cr0, .cr4]) } == Self.allowed)
  }

  /// Only what a register decides is unknown.
  @Test func unknownControlRegisters() {
    func check(_ access: Access, writable: Bool = true, user: Bool = true) -> AccessCheck {
      Self.check(access, writable: writable, user: user) { $0.unknown = [.cr0, .cr4, .flags] }
    }
    #expect(check(Self.kernel) == .undetermined(.smap))
    #expect(check(Access(.fetch, cpl: 0)) == .undetermined(.smep))
    #expect(check(Self.kernel, user: false) == Self.allowed)
    #expect(check(Access(.fetch, cpl: 0), user: false) == Self.allowed)
    #expect(check(Access(.write, cpl: 0), writable: false, user: false) == .undetermined(.writeProtect))
    #expect(check(Access(.write, cpl: 3), writable: false).fault?.errorCode.rawValue == 7)
    #expect(check(Access(.read, cpl: 3)) == Self.allowed)
    #expect(check(Access(.read, cpl: 3), user: false).fault?.errorCode.rawValue == 5)
  }

  @Test func theFlagDecides() {
    let excused = Access(.read, cpl: 0, alignmentCheck: true)
    #expect(Self.check(Self.kernel) { $0.unknown = .flags } == .undetermined(.alignmentCheck))
    #expect(Self.check(Access(.read, .implicitSupervisor)) { $0.unknown = .flags }.fault?.cause == .smap)
    #expect(Self.check(Access(.fetch, cpl: 0)) { $0.unknown = .flags }.fault?.cause == .smep)
    // AC=1 is enough, whatever CR4 has.
    #expect(Self.check(excused) { $0.unknown = .cr4 } == Self.allowed)
    #expect(Self.check(Self.kernel) { ($0.unknown, $0.cr4) = (.flags, 0x10_06f0) } == Self.allowed)
  }

  /// The short answer agrees with the long one.
  @Test func rightsAgree() {
    for bits in 0..<UInt8(16) {
      for access in [Self.kernel, Access(.write, cpl: 0), Access(.fetch, cpl: 0), Access(.read, cpl: 3)] {
        for (writable, user) in [(true, true), (false, true), (true, false), (false, false)] {
          var controls = Controls.linux(cr3: CR3(0x1000))
          controls.unknown = Controls.Unknown(rawValue: bits)
          let rights = Rights.all.subtracting(writable ? [] : .write).subtracting(user ? [] : .user)
          let check = Self.check(access, writable: writable, user: user) { $0.unknown = controls.unknown }
          #expect(rights.allow(access, controls: controls) == (check == Self.allowed))
        }
      }
    }
  }
}
