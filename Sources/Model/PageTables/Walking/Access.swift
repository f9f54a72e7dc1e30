/// One access to memory, as the paging unit sees it.
///
/// Intel SDM vol. 3A, section 4.6.
public struct Access: Hashable, Sendable {
  /// What is done.
  public enum Kind: String, CaseIterable, Sendable {
    /// A data read.
    case read
    /// A data write.
    case write
    /// An instruction fetch.
    case fetch
  }

  /// On whose behalf the access is made.
  public enum Mode: Hashable, Sendable {
    /// An explicit access at CPL 3.
    case user
    /// An explicit access at CPL 0, 1 or 2, with EFLAGS.AC as given: AC suspends SMAP.
    case supervisor(alignmentCheck: Bool)
    /// An access of the processor's own to a descriptor table, a TSS or a delivery frame, at any CPL.
    case implicitSupervisor
  }

  /// What is done.
  public var kind: Kind
  /// On whose behalf.
  public var mode: Mode

  /// Describes one access.
  public init(_ kind: Kind, _ mode: Mode) {
    self.kind = kind
    self.mode = mode
  }

  /// An explicit access at a privilege level, with EFLAGS.AC clear unless told; `cpl` 3 is user mode.
  public init(_ kind: Kind, cpl: Int, alignmentCheck: Bool = false) {
    self.init(kind, cpl == 3 ? .user : .supervisor(alignmentCheck: alignmentCheck))
  }
}
