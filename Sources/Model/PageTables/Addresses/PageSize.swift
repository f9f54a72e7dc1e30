/// The size of the page that a leaf entry maps.
///
/// Intel SDM vol. 3A, section 4.5.4.
public enum PageSize: UInt64, CaseIterable, Comparable, Sendable {
  /// A page that a PTE maps.
  case fourKiB = 0x1000
  /// A page that a PDE with PS=1 maps.
  case twoMiB = 0x20_0000
  /// A page that a PDPTE with PS=1 maps.
  case oneGiB = 0x4000_0000

  /// The size in bytes.
  @inlinable
  public var bytes: UInt64 { rawValue }

  /// How many frames the page covers.
  @inlinable
  public var frames: UInt64 { rawValue >> 12 }

  /// The level whose entries map pages of this size: 1, 2 or 3.
  public var level: Level {
    switch self {
    case .fourKiB: .pt
    case .twoMiB: .pd
    case .oneGiB: .pdpt
    }
  }

  /// "4K", "2M" or "1G".
  public var name: String {
    switch self {
    case .fourKiB: "4K"
    case .twoMiB: "2M"
    case .oneGiB: "1G"
    }
  }

  /// Orders page sizes from small to large.
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
