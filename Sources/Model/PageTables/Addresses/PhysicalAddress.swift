/// An address on the memory bus, in bytes.
///
/// Valid addresses are below 2^52 (Intel SDM vol. 3A, section 4.1.4, MAXPHYADDR); larger raw values are
/// kept as they are and are never present in a memory.
public struct PhysicalAddress: RawRepresentable, Hashable, Comparable, Sendable {
  /// The address in bytes.
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

  /// The frame that holds this address.
  @inlinable
  public var frame: FrameNumber { FrameNumber(rawValue >> 12) }

  /// Orders addresses by their raw value.
  @inlinable
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
