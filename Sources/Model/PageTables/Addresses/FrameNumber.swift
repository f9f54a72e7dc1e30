/// The number of a frame: 4 KiB of physical memory.
///
/// Frame n holds the physical addresses n * 4096 up to n * 4096 + 4095.
public struct FrameNumber: RawRepresentable, Hashable, Comparable, Sendable {
  /// The physical address of the frame's first byte, divided by 4096.
  public var rawValue: UInt64

  /// Wraps a raw frame number.
  @inlinable
  public init(rawValue: UInt64) {
    self.rawValue = rawValue
  }

  /// Wraps a raw frame number.
  @inlinable
  public init(_ rawValue: UInt64) {
    self.rawValue = rawValue
  }

  /// Bits 12 to 51, where entries and CR3 have the address of a frame.
  @inlinable
  public static var mask: UInt64 { 0x000f_ffff_ffff_f000 }

  /// The physical address of the frame's first byte; bits above 63 are dropped.
  @inlinable
  public var address: PhysicalAddress { PhysicalAddress(rawValue &<< 12) }

  /// The physical address of one of the frame's 512 eight-byte words; `index` is taken modulo 512.
  @inlinable
  public func wordAddress(_ index: Int) -> PhysicalAddress {
    PhysicalAddress(rawValue &<< 12 | UInt64(truncatingIfNeeded: index & 511) &<< 3)
  }

  /// Orders frames by their number.
  @inlinable
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
