import PageTables

/// The page tables of a sheet, small enough for paper, with entries that lead astray.
///
///     PML4 -> PDPT -> PD -> PT -> 4 KiB page     user
///      +----> PDPT -> 1 GiB page                 kernel
///               or -> PD -> 2 MiB page
struct TranslateTables {
  /// An entry that the sheet prints.
  struct Row: Hashable {
    let level: Level
    let table: FrameNumber
    let index: Int
    let entry: Entry
  }

  /// Flags of an entry that points to a table of user pages, or is a user page: P RW US A, and D.
  static let user: UInt64 = 0x67
  /// Flags of such an entry of the kernel: P RW A, and D.
  static let kernel: UInt64 = 0x63
  private static let noExecute = Entry.Bit.noExecute.mask

  private(set) var memory = SparseMemory()
  private(set) var rows: [Row] = []
  let root: FrameNumber
  /// The way to the user page: tables and indexes, by level from 4 to 1.
  private(set) var path: [Row] = []
  /// An address of the large page, with offset 0.
  private(set) var largePage = VirtualAddress(0)
  private(set) var largeSize = PageSize.oneGiB
  private var freeFrames: [UInt64]

  /// Makes both ways. The user page can be executed if `isExecutable`.
  init(_ random: inout ExerciseRandom, isExecutable: Bool) {
    freeFrames = random.shuffled((0x100..<0x180).map { UInt64($0) * 8 + 3 })
    root = FrameNumber(freeFrames.removeLast())
    memory.clear(root)
    makeUserPath(&random, isExecutable: isExecutable)
    makeKernelPath(&random)
    addDecoys(&random)
  }

  /// An address from its four indexes, sign extended.
  static func address(_ indexes: [Int], offset: UInt64 = 0) -> VirtualAddress {
    let bits = indexes.reduce(0) { $0 << 9 | UInt64($1) } << 12 | offset
    return VirtualAddress(bits >> 47 == 0 ? bits : bits | 0xffff_0000_0000_0000)
  }

  /// The indexes of the user page, from level 4 to 1.
  var userIndexes: [Int] { path.map(\.index) }

  /// An index of a table that the sheet does not use yet.
  func freeIndex(of table: FrameNumber, in range: Range<Int> = 0..<512, _ random: inout ExerciseRandom) -> Int {
    let used = rows.filter { $0.table == table }.map(\.index)
    return random.pick(range.filter { !used.contains($0) })
  }

  /// A frame of a page, above the tables.
  func pageFrame(_ random: inout ExerciseRandom) -> UInt64 { 0x1_0000 + random.number(below: 0xf_0000) }

  /// Writes an entry and prints it.
  mutating func put(_ word: UInt64, at index: Int, of table: FrameNumber, _ level: Level) {
    memory.write(word, at: table.wordAddress(index))
    rows.append(Row(level: level, table: table, index: index, entry: Entry(word)))
  }

  private mutating func makeTable() -> FrameNumber {
    let frame = FrameNumber(freeFrames.removeLast())
    memory.clear(frame)
    return frame
  }

  private mutating func makeUserPath(_ random: inout ExerciseRandom, isExecutable: Bool) {
    var table = root
    var level = Level.pml4
    while let below = level.below {
      let next = makeTable()
      put(next.address.rawValue | Self.user, at: random.number(in: 1..<(level == .pml4 ? 255 : 511)), of: table, level)
      path.append(rows[rows.count - 1])
      table = next
      level = below
    }
    let page = pageFrame(&random) << 12 | Self.user
    put(isExecutable ? page : page | Self.noExecute, at: random.number(in: 1..<511), of: table, .pt)
    path.append(rows[rows.count - 1])
  }

  private mutating func makeKernelPath(_ random: inout ExerciseRandom) {
    let pointers = makeTable()
    var indexes = [random.number(in: 257..<511), random.number(in: 1..<511), 0, 0]
    put(pointers.address.rawValue | Self.kernel, at: indexes[0], of: root, .pml4)
    let leaf = Self.kernel | 0x180 | Self.noExecute
    if random.oneIn(2) {
      put((4 + random.number(below: 28)) << 30 | leaf, at: indexes[1], of: pointers, .pdpt)
    } else {
      largeSize = .twoMiB
      let directory = makeTable()
      put(directory.address.rawValue | Self.kernel, at: indexes[1], of: pointers, .pdpt)
      indexes[2] = random.number(in: 1..<511)
      put((0x800 + random.number(below: 0x800)) << 21 | leaf, at: indexes[2], of: directory, .pd)
    }
    largePage = Self.address(indexes)
  }

  /// Beside each entry that counts one that does not: who takes the wrong index finds something.
  private mutating func addDecoys(_ random: inout ExerciseRandom) {
    for row in rows {
      let index = row.index + (random.oneIn(2) ? 1 : -1)
      var word = row.entry.rawValue & ~FrameNumber.mask
      if row.entry.isLeaf(at: row.level) {
        let frame = row.entry.pageAddress(at: row.level).rawValue
        word |= frame ^ (row.level.span &* (1 + random.number(below: 3)))
      } else {
        word |= freeFrames.removeLast() << 12
      }
      put(word, at: index, of: row.table, row.level)
    }
  }
}
