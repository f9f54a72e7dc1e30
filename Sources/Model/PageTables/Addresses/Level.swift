/// A level of the page-table tree, counted from the leaves: 1 is the PT, 5 the PML5.
///
/// Intel SDM vol. 3A, section 4.5.
public enum Level: Int, CaseIterable, Comparable, Sendable {
  /// Page table: its entries map 4 KiB each.
  case pt = 1
  /// Page directory: 2 MiB an entry.
  case pd = 2
  /// Page-directory-pointer table: 1 GiB an entry.
  case pdpt = 3
  /// Page-map level 4: 512 GiB an entry.
  case pml4 = 4
  /// Page-map level 5: 256 TiB an entry.
  case pml5 = 5

  /// The number of address bits below the index of this level: 12, 21, 30, 39 or 48.
  @inlinable
  public var shift: UInt64 { UInt64(truncatingIfNeeded: 3 &+ 9 &* rawValue) }

  /// The bytes of address space that one entry of this level covers.
  @inlinable
  public var span: UInt64 { 1 &<< shift }

  /// The level that entries of this level point to; nil for the PT.
  @inlinable
  public var below: Level? { Level(rawValue: rawValue - 1) }

  /// The size of the page that a leaf at this level maps; nil where no leaf can be.
  public var pageSize: PageSize? {
    switch self {
    case .pt: .fourKiB
    case .pd: .twoMiB
    case .pdpt: .oneGiB
    case .pml4, .pml5: nil
    }
  }

  /// The manual's name of the table: "PT", "PD", "PDPT", "PML4" or "PML5".
  public var name: String {
    switch self {
    case .pt: "PT"
    case .pd: "PD"
    case .pdpt: "PDPT"
    case .pml4: "PML4"
    case .pml5: "PML5"
    }
  }

  /// Orders levels from the leaves to the root.
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
