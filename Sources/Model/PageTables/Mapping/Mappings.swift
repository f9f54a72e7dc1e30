/// Everything that one space maps, in the order of addresses.
///
/// Each distinct table is read once for every set of rights that is inherited on the way to it, however
/// many addresses lead there; so espfix, KASAN or a table that contains itself costs nothing.
public struct Mappings: Equatable, Sendable {
  /// A table that the memory does not hold.
  public struct UnreadableTable: Hashable, Sendable {
    /// Where it should be.
    public let table: FrameNumber
    /// Its level.
    public let level: Level
  }

  /// A present entry with reserved bits set: an access through it faults, nothing below it is mapped.
  public struct MalformedEntry: Hashable, Sendable {
    /// Where it stands.
    public let address: PhysicalAddress
    /// The level of its table.
    public let level: Level
    /// The entry.
    public let entry: Entry
  }

  /// The part of a large page that the peer maps to the same frames, while it does not map all of it.
  public struct SharedPart: Hashable, Sendable {
    /// The first address.
    public let start: VirtualAddress
    /// The address after the last.
    public let end: VirtualAddress
  }

  /// The number of distinct frames that serve as tables.
  public internal(set) var tableCount = 0
  /// The number of leaves that a full walk reaches, repeats included; at most `UInt64.max`.
  public internal(set) var leafCount: UInt64 = 0
  /// How often tables were read for it, each once for every way to look at it: what the list has cost.
  public internal(set) var readCount = 0
  /// Tables that could not be read; what they map is missing here.
  public internal(set) var unreadable: [UnreadableTable] = []
  /// Tables of the peer that could not be read; whether it maps the same there is unknown.
  public internal(set) var unreadableOfPeer: [UnreadableTable] = []
  /// The first of the malformed entries, at most 1,000.
  public internal(set) var malformed: [MalformedEntry] = []
  /// Whether the list ends early, and `leafCount` with it: tables are shared in more ways than any system does.
  ///
  /// The limit is 2,097,152 runs of pages and ways from table to table, or 768 for each distinct table if that is more.
  public internal(set) var isTruncated = false
  /// Parts of large pages that the peer maps too.
  public internal(set) var sharedParts: [SharedPart] = []

  var items: [PackedMapping] = []
  var repeats: [Repeat] = []

  struct Repeat: Hashable, Sendable {
    var count: UInt64
    var stride: UInt64?
  }

  /// No mappings.
  public init() {}
}

/// 32 bytes a mapping, since a dump may hold millions.
struct PackedMapping: Hashable, Sendable {
  var start: UInt64
  var physical: UInt64
  var pages: UInt32
  /// The position in `Mappings.repeats`; `.max` for a mapping that is not repeated.
  var repeatIndex: UInt32 = .max
  var attributes: MappingAttributes

  var end: UInt64 { start &+ length }
  var length: UInt64 { UInt64(pages) &* attributes.pageSize.bytes }
}

/// Page size, rights, global flag and peer presence in one byte and a half.
struct MappingAttributes: Hashable, Sendable {
  var bits: UInt16

  init(pageSize: PageSize, rights: Rights, isGlobal: Bool, peer: Mapping.PeerPresence) {
    bits = UInt16(pageSize.level.rawValue) | UInt16(rights.rawValue) << 2
    bits |= (isGlobal ? 1 : 0) << 5 | UInt16(peer.rawValue) << 6
  }

  var pageSize: PageSize {
    switch bits & 3 {
    case 1: .fourKiB
    case 2: .twoMiB
    default: .oneGiB
    }
  }

  var rights: Rights { Rights(rawValue: UInt8(truncatingIfNeeded: bits >> 2 & 7)) }
  var isGlobal: Bool { bits >> 5 & 1 != 0 }
  var peer: Mapping.PeerPresence {
    Mapping.PeerPresence(rawValue: UInt8(truncatingIfNeeded: bits >> 6 & 3)) ?? .unknown
  }
}

extension Mappings: RandomAccessCollection {
  /// The position of the first mapping.
  public var startIndex: Int { 0 }
  /// The position after the last mapping.
  public var endIndex: Int { items.count }

  /// One mapping.
  public subscript(position: Int) -> Mapping {
    let item = items[position]
    let repeated = item.repeatIndex == .max ? nil : repeats[Int(item.repeatIndex)]
    return Mapping(
      start: VirtualAddress(item.start), physical: PhysicalAddress(item.physical),
      pages: UInt64(item.pages), pageSize: item.attributes.pageSize, rights: item.attributes.rights,
      isGlobal: item.attributes.isGlobal, peer: item.attributes.peer,
      repeatCount: repeated?.count ?? 1, stride: repeated.map(\.stride) ?? 0)
  }

  /// The position of the last mapping that starts at or before `address`; nil if all start after it.
  public func index(atOrBefore address: VirtualAddress) -> Int? {
    var low = 0
    var high = items.count
    while low < high {
      let middle = (low + high) / 2
      if items[middle].start <= address.rawValue { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : low - 1
  }
}
