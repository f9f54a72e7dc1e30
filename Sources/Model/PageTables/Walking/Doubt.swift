/// Why nobody can tell what the paging unit answers, although the tables are there.
public enum Doubt: Hashable, Sendable {
  /// CR0.PE is 0: the processor was in real mode, or was never started, and used no tables.
  case realMode
  /// CR0.PG is 0: the processor used no tables.
  case pagingOff
  /// CR4.PAE is 0: the processor used 32-bit paging, whose tables are other ones.
  case shortPaging
  /// CR0 is not known, and its WP decides.
  case writeProtect
  /// CR4 is not known, and its SMEP decides.
  case smep
  /// CR4 is not known, and its SMAP decides.
  case smap
  /// EFLAGS is not known, and its AC decides while SMAP is on.
  case alignmentCheck
}

extension Controls {
  /// Registers that the input does not have; what stands in their place is an assumption.
  public struct Unknown: OptionSet, Hashable, Sendable {
    /// One bit a register.
    public let rawValue: UInt8

    /// Wraps raw bits.
    public init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    /// CR0: whether paging is on, and WP.
    public static let cr0 = Unknown(rawValue: 1)
    /// CR3: the root table.
    public static let cr3 = Unknown(rawValue: 2)
    /// CR4: the number of levels, SMEP and SMAP.
    public static let cr4 = Unknown(rawValue: 4)
    /// EFLAGS, whose AC suspends SMAP.
    public static let flags = Unknown(rawValue: 8)
  }

  /// Why the tables say nothing about this processor; nil if it walked them, or that is assumed.
  ///
  /// Only with CR0.PG=1 and CR4.PAE=1 are there 4 or 5 levels. That EFER.LME is 1 then is assumed: no dump has the
  /// register. Intel SDM vol. 3A, section 4.1.1.
  public var doubt: Doubt? {
    if !unknown.contains(.cr0), cr0 >> 31 & 1 == 0 { return cr0 & 1 == 0 ? .realMode : .pagingOff }
    return !unknown.contains(.cr4) && cr4 >> 5 & 1 == 0 ? .shortPaging : nil
  }
}

extension Rights {
  /// Which unknown register decides about an access that these rights allow if the register does; nil if none does.
  func doubt(about access: Access, controls: Controls) -> Doubt? {
    let unknown = controls.unknown
    guard !unknown.isEmpty, access.mode != .user else { return nil }
    if access.kind == .write && !contains(.write) && unknown.contains(.cr0) { return .writeProtect }
    guard contains(.user) else { return nil }
    if access.kind == .fetch { return unknown.contains(.cr4) ? .smep : nil }
    // Implicit accesses are not excused by AC.
    let isExplicit = access.mode != .implicitSupervisor
    if isExplicit && !unknown.contains(.flags) && access.mode == .supervisor(alignmentCheck: true) { return nil }
    if unknown.contains(.cr4) { return .smap }
    return isExplicit && unknown.contains(.flags) && controls.smap ? .alignmentCheck : nil
  }
}
