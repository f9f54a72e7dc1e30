/// A linear address, in bytes, as an instruction uses it.
///
/// With 4-level paging:
///
///      63     48 47   39 38   30 29   21 20   12 11       0
///     +---------+-------+-------+-------+-------+----------+
///     |  sign   | PML4  | PDPT  |  PD   |  PT   |  offset  |
///     +---------+-------+-------+-------+-------+----------+
///
/// With 5-level paging bits 56..48 index the PML5 and the sign starts at bit 57.
/// Intel SDM vol. 3A, section 4.5.
public struct VirtualAddress: RawRepresentable, Hashable, Comparable, Sendable {
  /// The address in bytes, sign extended where it is canonical.
  public var rawValue: UInt64

  /// Wraps a raw address in bytes.
  @inlinable
  public init(rawValue: UInt64) {
    self.rawValue = rawValue
  }

  /// Wraps a raw address in bytes.
  @inlinable
  public init(_ rawValue: UInt64) {
    self.rawValue = rawValue
  }

  /// The index, 0 to 511, of the entry that this address selects in a table of `level`.
  @inlinable
  public func index(at level: Level) -> Int {
    Int(truncatingIfNeeded: (rawValue &>> level.shift) & 511)
  }

  /// The first byte of the 4 KiB that holds this address.
  @inlinable
  public var pageStart: VirtualAddress { VirtualAddress(rawValue & ~0xfff) }

  /// Orders addresses by their raw, unsigned value, so that user space comes first.
  @inlinable
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
