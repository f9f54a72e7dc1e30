/// What the entries on the way to a page allow together: the AND of R/W and U/S, the OR of XD.
///
/// Intel SDM vol. 3A, section 4.6.1. Reading needs no right of its own: what is mapped can be read by
/// whoever the U/S bits let in.
public struct Rights: OptionSet, Hashable, Sendable {
  /// One bit a right, see the constants.
  public var rawValue: UInt8

  /// Wraps a raw set; bits other than 0 to 2 mean nothing.
  @inlinable
  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Every entry has R/W=1.
  @inlinable
  public static var write: Rights { Rights(rawValue: 1) }
  /// Every entry has U/S=1: a user-mode address.
  @inlinable
  public static var user: Rights { Rights(rawValue: 2) }
  /// No entry has XD=1, or EFER.NXE is 0.
  @inlinable
  public static var execute: Rights { Rights(rawValue: 4) }
  /// What holds before the first entry was met.
  @inlinable
  public static var all: Rights { Rights(rawValue: 7) }

  /// From the AND of all entries met, each with bit 63 inverted.
  @inlinable
  init(allowed: UInt64) {
    self.init(rawValue: UInt8(truncatingIfNeeded: (allowed &>> 1) & 3 | (allowed &>> 63) &<< 2))
  }

  /// What is left of these rights below `entry`. XD counts only if `noExecuteEnabled`.
  @inlinable
  public func narrowed(by entry: Entry, controls: Controls) -> Rights {
    var left = rawValue & UInt8(truncatingIfNeeded: (entry.rawValue &>> 1) | 4)
    if entry.rawValue &>> 63 != 0 && controls.noExecuteEnabled { left &= 3 }
    return Rights(rawValue: left)
  }

  /// Three letters, "rwx" with "-" for what is denied, for the mode that may use the page at all.
  public var letters: String {
    "r" + (contains(.write) ? "w" : "-") + (contains(.execute) ? "x" : "-")
  }
}
