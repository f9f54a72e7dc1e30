/// A page-table entry, at any level.
///
///      63  62...59  58...52   51 ... 12     11...9  8 7 6 5 4 3 2 1 0
///     +--+-------+--------+-------------+--------+-+-+-+-+-+-+-+-+-+
///     |XD|  key  |  free  |    frame    |  free  |G|S|D|A|C|T|U|W|P|
///     +--+-------+--------+-------------+--------+-+-+-+-+-+-+-+-+-+
///
/// S is the page-size bit in a PDE or PDPTE and the PAT bit in a PTE. Which bits are reserved depends on
/// the level and on the machine: see ``reservedBits(at:controls:)``.
/// Intel SDM vol. 3A, section 4.5.4, tables 4-15 to 4-20.
public struct Entry: RawRepresentable, Hashable, Sendable {
  /// The 64 bits as they stand in memory.
  public var rawValue: UInt64

  /// Wraps the 64 bits of an entry.
  @inlinable
  public init(rawValue: UInt64) {
    self.rawValue = rawValue
  }

  /// Wraps the 64 bits of an entry.
  @inlinable
  public init(_ rawValue: UInt64) {
    self.rawValue = rawValue
  }

  /// Whether this entry, met at `level`, ends a walk: a PTE, or a PDE or PDPTE with PS=1.
  @inlinable
  public func isLeaf(at level: Level) -> Bool {
    level == .pt || (level.rawValue <= 3 && self[.pageSize])
  }

  /// The frame of the table that a non-leaf points to.
  @inlinable
  public var tableFrame: FrameNumber {
    FrameNumber((rawValue & FrameNumber.mask) &>> 12)
  }

  /// The physical address of the first byte of the page that a leaf at `level` maps.
  @inlinable
  public func pageAddress(at level: Level) -> PhysicalAddress {
    PhysicalAddress(rawValue & FrameNumber.mask & ~(level.span &- 1))
  }

  /// The bits that must be 0 in a present entry at `level`, for a machine with these controls.
  ///
  /// Frame bits at and above MAXPHYADDR, PS in a PML4E or PML5E, the low frame bits of a large page
  /// (but for bit 12, PAT), and XD while EFER.NXE is 0. Intel SDM vol. 3A, section 4.5.4.
  @inlinable
  public static func reservedBits(at level: Level, isLeaf: Bool, controls: Controls) -> UInt64 {
    var bits = FrameNumber.mask & ~((1 &<< UInt64(controls.physicalBits)) &- 1)
    if !controls.noExecuteEnabled { bits |= Bit.noExecute.mask }
    return bits | reservedBits(at: level, isLeaf: isLeaf)
  }

  /// The part of the reserved bits that is the same on every machine.
  @inlinable
  static func reservedBits(at level: Level, isLeaf: Bool) -> UInt64 {
    if isLeaf { return (level.span &- 1) & FrameNumber.mask & ~0x1000 }
    return level.rawValue >= 4 ? Bit.pageSize.mask : 0
  }

  /// The reserved bits that are set in this entry; 0 if the entry is well formed.
  @inlinable
  public func reservedBits(at level: Level, controls: Controls) -> UInt64 {
    rawValue & Self.reservedBits(at: level, isLeaf: isLeaf(at: level), controls: controls)
  }
}
