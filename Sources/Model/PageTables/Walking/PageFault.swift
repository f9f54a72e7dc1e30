/// Why the paging unit denies an access.
///
/// Intel SDM vol. 3A, section 4.7.
public struct PageFault: Hashable, Sendable {
  /// The error code that the processor pushes.
  ///
  ///      31          15   6   5   4   3    2   1   0
  ///     +---+-------+----+---+---+---+----+---+---+---+
  ///     |RMP|  ...  |SGX |SS |PK | I |RSVD| U | W | P |
  ///     +---+-------+----+---+---+---+----+---+---+---+
  public struct ErrorCode: OptionSet, Hashable, Sendable {
    /// The 32 bits.
    public let rawValue: UInt32

    /// Wraps raw bits.
    public init(rawValue: UInt32) {
      self.rawValue = rawValue
    }

    /// P: the translation exists; the access violates it.
    public static let protection = ErrorCode(rawValue: 1)
    /// W: the access is a write.
    public static let write = ErrorCode(rawValue: 2)
    /// U: the access is a user-mode access.
    public static let user = ErrorCode(rawValue: 4)
    /// RSVD: a reserved bit is set in an entry.
    public static let reserved = ErrorCode(rawValue: 8)
    /// I: the access is a fetch, reported only if EFER.NXE or CR4.SMEP is set.
    public static let fetch = ErrorCode(rawValue: 16)
  }

  /// What denies the access.
  public enum Cause: Hashable, Sendable {
    /// An entry has P=0.
    case notPresent
    /// An entry has a reserved bit set.
    case reservedBit
    /// A user-mode access, and an entry has U/S=0.
    case supervisorPage
    /// A write, and an entry has R/W=0.
    case readOnly
    /// A fetch, and an entry has XD=1.
    case noExecute
    /// CR4.SMEP: a supervisor fetch from a user page.
    case smep
    /// CR4.SMAP: a supervisor access to a user page with AC clear.
    case smap
  }

  /// The bits pushed on the stack.
  public let errorCode: ErrorCode
  /// What denies the access.
  public let cause: Cause
  /// The level that is not present or malformed, else the highest level that alone denies the access; nil
  /// if a control register denies it.
  public let deniedBy: Level?
}
