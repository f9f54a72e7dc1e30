/// Many patterns at once: a name is read once, however many there are.
///
/// Patterns without wildcards are looked up. The others are taken apart at their stars; a pattern waits for one of its
/// pieces at a time, and is looked at again only where that piece is found. A name takes time for its bytes and for the
/// pieces that are found in their order, which patterns that begin alike share. A piece with question marks inside is
/// looked at wherever a part of it stands: see ``markedSize``.
package struct GlobSet: Sendable {
  /// The most pieces that are kept in a tree; patterns with more are tried one by one.
  private static let pieceLimit = 1_000_000
  /// To tell of a pattern that fits is far less than a step.
  static let matchesPerStep = 8

  /// The patterns without wildcards, by what they are.
  private var exact: [String: [Int32]] = [:]
  /// The patterns with question marks alone, and which they are.
  private let whole: GlobEdges.Finder
  private var patternsOfWhole: [[Int32]] = []
  /// The patterns that are tried one by one.
  private var single: [(glob: Glob, pattern: Int32)] = []
  private var search: GlobSearch
  /// How many patterns there are.
  package let count: Int
  /// The bytes of all pieces with question marks, equal ones counted once: these may all be looked at at each place of a
  /// name, so that time is the product of both.
  package let markedSize: Int
  /// The bytes of all patterns without a star, beginnings and ends that have question marks, and 16 for each; those that
  /// have them at the same places are counted once. The time of a name is in proportion to it.
  package let shapeSize: Int

  /// Prepares for patterns, whose positions are the answers.
  package init(_ globs: [Glob]) {
    count = globs.count
    var tree = GlobTree()
    var heads = GlobEdges()
    var tails = GlobEdges()
    var wholes = GlobEdges()
    var pieces = 0
    for (position, glob) in globs.enumerated() {
      let pattern = Int32(clamping: position)
      guard glob.pattern.utf8.contains(where: { $0 == GlobPieces.star || $0 == GlobPieces.any }) else {
        exact[glob.pattern, default: []].append(pattern)
        continue
      }
      let parts = GlobPieces(glob.pattern)
      pieces += parts.middle.count
      guard let head = parts.head else {
        let number = wholes.number(parts.tail.bytes)
        if number == patternsOfWhole.count { patternsOfWhole.append([]) }
        patternsOfWhole[number].append(pattern)
        continue
      }
      guard pieces <= Self.pieceLimit else {
        single.append((glob, pattern))
        continue
      }
      let node = tree.add(parts.middle, below: tree.root(heads.number(head)))
      let tail = Int32(clamping: tails.number(parts.tail.bytes))
      tree.end(node, GlobTree.End(tail: tail, gap: Int32(clamping: parts.tail.gap), pattern: pattern))
    }
    tree.seal()
    markedSize = tree.markedSize
    whole = GlobEdges.Finder(wholes, at: .beginning)
    search = GlobSearch(tree, heads: heads, tails: tails)
    shapeSize = whole.shapeSize + search.shapeSize
  }

  /// Calls `body` with the position of each pattern that fits all of a name, in any order.
  package mutating func forEachMatch(_ name: String, _ body: (Int) -> Void) {
    guard count > 0, !isExhausted else { return }
    let equal = exact[name] ?? []
    for pattern in equal { body(Int(pattern)) }
    var found = equal.count
    whole.forEachMatch(name.utf8.span) { number, length in
      guard length == name.utf8.count else { return }
      for pattern in patternsOfWhole[number] { body(Int(pattern)) }
      found += patternsOfWhole[number].count
    }
    search.work += whole.shapeSize / 4 + single.count * (1 + name.utf8.count / 16) + found / Self.matchesPerStep
    for (glob, pattern) in single where glob.matches(name) { body(Int(pattern)) }
    search.forEachMatch(name.utf8.span, body)
  }

  /// The first pattern that fits; nil if none does.
  package mutating func first(_ name: String) -> Int? {
    var first: Int?
    forEachMatch(name) { first = min(first ?? $0, $0) }
    return first
  }

  /// Whether no more may be done: from then on nothing fits.
  package var isExhausted: Bool { search.work > search.workLimit }

  /// Allows so many steps for all names from now on, of some tens of nanoseconds each. The time of names and patterns is
  /// their product where patterns wait for many pieces that stand in a name, or many fit.
  package mutating func allow(steps: Int) { search.workLimit = search.work + steps }

  /// How many of the steps that were allowed are left.
  package var stepsLeft: Int { search.workLimit - search.work }

  /// How often a piece of a pattern was compared with a name so far: a measure of the work.
  package var comparisons: Int { search.comparisons }
}
