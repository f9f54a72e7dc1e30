/// The entries met on the way from CR3 to one address, and how it ended.
public struct Walk: Sendable {
  /// One entry met.
  public struct Visit: Hashable, Sendable {
    /// The level of the table that holds the entry.
    public let level: Level
    /// Where the entry stands in memory.
    public let address: PhysicalAddress
    /// The entry.
    public let entry: Entry

    @usableFromInline
    init(level: Level, address: PhysicalAddress, entry: Entry) {
      self.level = level
      self.address = address
      self.entry = entry
    }
  }

  /// How the walk ended; it says nothing about the right to access.
  public enum Outcome: Hashable, Sendable {
    /// Every entry was present and well formed.
    case mapped(physical: PhysicalAddress, size: PageSize)
    /// The entry of this level has P=0.
    case notPresent(Level)
    /// The present entry of this level has these reserved bits set.
    case reserved(Level, bits: UInt64)
    /// The memory does not hold the table of this level.
    case unreadable(Level, table: FrameNumber)
    /// The address is not canonical; there was no walk. An access raises #GP or #SS, not #PF.
    case notCanonical
  }

  /// The address that was translated.
  public let address: VirtualAddress
  /// What the entries met allow together.
  public let rights: Rights
  /// How the walk ended.
  public let outcome: Outcome
  /// The level of the first table, 4 or 5.
  public let rootLevel: Level
  /// The number of entries met, 0 to 5.
  public let count: Int

  private let root: FrameNumber
  private let words: InlineArray<5, UInt64>

  @usableFromInline
  init(
    address: VirtualAddress, rights: Rights, outcome: Outcome, root: FrameNumber, rootLevel: Level,
    count: Int, words: InlineArray<5, UInt64>
  ) {
    self.address = address
    self.rights = rights
    self.outcome = outcome
    self.root = root
    self.rootLevel = rootLevel
    self.count = count
    self.words = words
  }

  /// The entries met, from the root down.
  public var visits: [Visit] {
    var visits: [Visit] = []
    var table = root
    var next: Level? = rootLevel
    while let level = next, visits.count < count {
      let entry = Entry(words[visits.count])
      visits.append(Visit(level: level, address: table.wordAddress(address.index(at: level)), entry: entry))
      table = entry.tableFrame
      next = level.below
    }
    return visits
  }

  /// The physical address of the translated byte; nil if the walk did not end in a page.
  public var physical: PhysicalAddress? {
    if case .mapped(let physical, _) = outcome { physical } else { nil }
  }

  /// The size of the page; nil if the walk did not end in one.
  public var pageSize: PageSize? {
    if case .mapped(_, let size) = outcome { size } else { nil }
  }
}
