/// How many levels a walk has.
///
/// Intel SDM vol. 3A, section 4.1.1: CR4.LA57 selects 5-level paging.
public enum PagingMode: Sendable {
  /// 48-bit linear addresses; the root is a PML4.
  case fourLevel
  /// 57-bit linear addresses; the root is a PML5.
  case fiveLevel

  /// The level of the table that CR3 points to.
  @inlinable
  public var rootLevel: Level { self == .fiveLevel ? .pml5 : .pml4 }

  /// The number of levels, 4 or 5.
  public var levels: Int { rootLevel.rawValue }

  /// The width of a linear address in bits, 48 or 57.
  @inlinable
  public var addressBits: UInt64 { self == .fiveLevel ? 57 : 48 }

  /// Whether all bits above the address width equal its highest bit.
  @inlinable
  public func isCanonical(_ address: VirtualAddress) -> Bool {
    canonical(address.rawValue) == address
  }

  /// The canonical address with these low bits: the sign bit is copied upwards.
  @inlinable
  public func canonical(_ bits: UInt64) -> VirtualAddress {
    let unused = 64 &- addressBits
    return VirtualAddress(UInt64(bitPattern: Int64(bitPattern: bits &<< unused) &>> Int64(unused)))
  }
}
