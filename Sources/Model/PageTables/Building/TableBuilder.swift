/// Writes page tables that map what is asked for.
///
/// Tables are taken one frame after the other from `nextFrame`; entries that point to a table allow
/// everything, so that the rights of a mapping are those of its leaf.
public struct TableBuilder: Sendable {
  /// A mapping that cannot be written.
  public enum Problem: Error, Hashable, Sendable {
    /// The virtual or the physical address is not a multiple of the page size.
    case misaligned(VirtualAddress, PhysicalAddress, PageSize)
    /// The address is not canonical in this paging mode.
    case notCanonical(VirtualAddress)
    /// A larger page already covers the address at this level.
    case covered(VirtualAddress, Level)
  }

  /// The memory that holds the tables.
  public private(set) var memory: SparseMemory
  /// The number of levels.
  public let mode: PagingMode
  /// The frame that the next table will take.
  public private(set) var nextFrame: FrameNumber

  /// Starts with `memory`; tables will stand in `firstFrame` and after it.
  public init(memory: SparseMemory = SparseMemory(), mode: PagingMode = .fourLevel, firstFrame: FrameNumber) {
    self.memory = memory
    self.mode = mode
    self.nextFrame = firstFrame
  }

  /// Makes an empty table and gives its frame.
  public mutating func makeTable() -> FrameNumber {
    let frame = nextFrame
    nextFrame = FrameNumber(frame.rawValue + 1)
    memory.clear(frame)
    return frame
  }

  /// Maps one page below `root` with the given leaf `flags` (frame bits are ignored; P is set, and PS
  /// where the size needs it).
  public mutating func map(
    _ address: VirtualAddress, to physical: PhysicalAddress, size: PageSize = .fourKiB, flags: Entry,
    under root: FrameNumber
  ) throws(Problem) {
    guard address.rawValue % size.bytes == 0, physical.rawValue % size.bytes == 0 else {
      throw .misaligned(address, physical, size)
    }
    let table = try table(of: size.level, for: address, under: root)
    var leaf = flags.rawValue & ~FrameNumber.mask | physical.rawValue & FrameNumber.mask
    leaf |= Entry.Bit.present.mask
    if size != .fourKiB { leaf |= Entry.Bit.pageSize.mask }
    memory.write(leaf, at: table.wordAddress(address.index(at: size.level)))
  }

  /// Writes one raw entry, for tables that no builder would make.
  public mutating func write(_ entry: Entry, at index: Int, of table: FrameNumber) {
    memory.write(entry.rawValue, at: table.wordAddress(index))
  }

  /// The table of `level` on the way to `address`; makes those that are missing.
  public mutating func table(
    of level: Level, for address: VirtualAddress, under root: FrameNumber
  ) throws(Problem) -> FrameNumber {
    guard mode.isCanonical(address) else { throw .notCanonical(address) }
    var table = root
    var here = mode.rootLevel
    while here > level, let below = here.below {
      let place = table.wordAddress(address.index(at: here))
      let entry = Entry(memory.word(at: place) ?? 0)
      if !entry[.present] {
        let made = makeTable()
        memory.write(made.address.rawValue | 7, at: place)
        table = made
      } else if entry.isLeaf(at: here) {
        throw .covered(address, here)
      } else {
        table = entry.tableFrame
      }
      here = below
    }
    return table
  }
}
