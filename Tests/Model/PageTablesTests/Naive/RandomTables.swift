import TestSupport

extension NaiveTables {
  /// A random set of tables: shared, aliased, recursive, malformed and missing ones, all in small numbers.
  ///
  /// Every table is filled by a few strokes, each of which writes one or many entries in a pattern.
  static func random(_ random: inout SplitMix64) -> NaiveTables {
    var tables = NaiveTables()
    tables.levels = random.oneIn(4) ? 5 : 4
    tables.physicalBits = random.pick([52, 52, 46, 40], or: 52)
    tables.noExecute = !random.oneIn(5)
    var pools: [[Int]] = [[]]
    var next = random.number(1...0x4000)
    for level in 1...tables.levels {
      let count = level == tables.levels ? 1 : random.number(1...3)
      pools.append((0..<count).map { next + $0 })
      next += count + random.number(0...3)
    }
    tables.root = pools[tables.levels][0]
    for level in 1...tables.levels {
      for frame in pools[level] {
        var words = [UInt64](repeating: 0, count: 512)
        for _ in 0..<random.number(1...4) {
          tables.stroke(&words, level: level, frame: frame, pools: pools, &random)
        }
        tables.frames[frame] = words
      }
    }
    return tables
  }

  private func stroke(
    _ words: inout [UInt64], level: Int, frame: Int, pools: [[Int]], _ random: inout SplitMix64
  ) {
    let isPage = level == 1 || (level <= 3 && random.oneIn(3))
    var target = random.pick(pools[max(level - 1, 1)], or: 0)
    if random.oneIn(12) { target = random.pick(pools.flatMap { $0 }, or: 0) }
    if random.oneIn(25) { target = frame }
    if random.oneIn(25) { target = 0xfff_0000 + random.number(0...1) }
    if isPage { target = Int(Self.span(level) >> 12) * random.number(1...4) }
    var entry = UInt64(target) << 12 | flags(level: level, isPage: isPage, &random)
    if random.oneIn(25) { entry |= 1 << UInt64(random.pick([7, 13, 20, 29, 45, 51], or: 51)) }

    let step = random.pick([1, 1, 1, 2, 3, 7, 16, 100], or: 1)
    let many = level == 1 || isPage ? 60 : 6
    let count = random.oneIn(3) ? 1 : random.number(1...(random.oneIn(12) ? 512 : many))
    let isAlias = random.oneIn(2) || !isPage
    var index = random.oneIn(3) ? 0 : random.number(0...511)
    for _ in 0..<count where index < 512 {
      words[index] = entry ^ noise(&random)
      index += random.oneIn(30) ? step + 1 : step
      if !isAlias { entry += Self.span(level) }
    }
  }

  private func flags(level: Int, isPage: Bool, _ random: inout SplitMix64) -> UInt64 {
    var flags: UInt64 = random.oneIn(2) ? 7 : 1 | UInt64(random.number(0...3)) << 1
    if isPage && level > 1 { flags |= 0x80 }
    if isPage && level == 1 && random.oneIn(4) { flags |= 0x80 }
    if isPage && level > 1 && random.oneIn(4) { flags |= 0x1000 }
    if random.oneIn(3) { flags |= 0x100 }
    if random.oneIn(4) && (noExecute || random.oneIn(5)) { flags |= 1 << 63 }
    return flags
  }

  /// Bits that decide nothing: PWT, PCD, A, D and those that are free for software.
  private func noise(_ random: inout SplitMix64) -> UInt64 {
    random.oneIn(3) ? random.next() & 0x7ff0_0000_0000_0e78 : 0
  }

  /// An address that is likely to meet something: a random path over entries that are not 0.
  func interestingAddress(_ random: inout SplitMix64) -> UInt64 {
    var address: UInt64 = 0
    var table = root
    for level in (1...levels).reversed() {
      let entries = frames[table] ?? []
      let used = entries.indices.filter { entries[$0] != 0 }
      let digit = random.oneIn(8) ? random.number(0...511) : random.pick(used, or: random.number(0...511))
      address |= UInt64(digit) << UInt64(3 + 9 * level)
      table = entries.isEmpty ? 0 : Self.frame(entries[digit])
    }
    address |= UInt64(random.number(0...4095))
    let width = UInt64(levels == 5 ? 57 : 48)
    if address >> (width - 1) == 1 { address |= UInt64.max << width }
    if random.oneIn(40) { address ^= 1 << (random.next() % 64) }
    return address
  }
}
