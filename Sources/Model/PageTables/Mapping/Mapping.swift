/// A run of pages with contiguous addresses, contiguous frames, and equal size, rights and global flag.
///
///     start            start + stride     start + 2 * stride
///     |<-- length -->|                    (repeats of the same frames)
///     +----+----+----+     +----+----+----+     +----+----+----+
///     |page|page|page| ... |page|page|page| ... |page|page|page|
///     +----+----+----+     +----+----+----+     +----+----+----+
public struct Mapping: Hashable, Sendable {
  /// Whether another space, the peer, maps the same frames at the same addresses.
  public enum PeerPresence: UInt8, Sendable {
    /// No peer was given, or the comparison was given up.
    case unknown = 0
    /// No page is mapped to the same frames; of a large page, not all of it.
    case absent = 1
    /// Every page is mapped to the same frames.
    case sameFrames = 2
  }

  /// The first address.
  public let start: VirtualAddress
  /// Where the first page stands in memory.
  public let physical: PhysicalAddress
  /// The number of pages, at least 1.
  public let pages: UInt64
  /// The size of each page.
  public let pageSize: PageSize
  /// What the entries on the way allow together.
  public let rights: Rights
  /// The leaf has G=1 and CR4.PGE is set: the translation survives CR3 writes.
  public let isGlobal: Bool
  /// Whether the peer space maps the same.
  public let peer: PeerPresence
  /// How often the same frames are mapped like this; 1 for most.
  public let repeatCount: UInt64
  /// The distance in bytes from one repeat to the next; 0 if there is one, nil if distances differ.
  public let stride: UInt64?

  /// Bytes from the first address to the end of the first repeat.
  public var length: UInt64 { pages &* pageSize.bytes }

  /// The address after the last of the first repeat; 0 at the top of the address space.
  public var end: VirtualAddress { VirtualAddress(start.rawValue &+ length) }

  /// A part of a mapping that is not repeated, by the positions of its pages, of which there is at least one.
  package func pages(_ range: Range<UInt64>) -> Mapping {
    let skipped = range.lowerBound &* pageSize.bytes
    return Mapping(
      start: VirtualAddress(start.rawValue &+ skipped), physical: PhysicalAddress(physical.rawValue &+ skipped),
      pages: range.upperBound &- range.lowerBound, pageSize: pageSize, rights: rights, isGlobal: isGlobal, peer: peer,
      repeatCount: repeatCount, stride: stride)
  }

  /// Whether the first repeat holds `address`.
  public func contains(_ address: VirtualAddress) -> Bool {
    address.rawValue &- start.rawValue < length
  }
}
