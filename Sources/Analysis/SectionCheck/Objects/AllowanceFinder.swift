import Isolation

/// Finds which allowance of a policy lets a reference go. Each name is matched once, with all patterns together.
struct AllowanceFinder {
  /// The most words of sets that are remembered: 128 MiB, more than the names of a file of 16 MiB can need with 4,096
  /// allowances. What is forgotten is matched again.
  private static let wordLimit = 1 << 24
  /// The most pairs of names that are remembered.
  private static let pairLimit = 1 << 20

  private let count: Int
  private var from: Side
  private var to: Side
  private var known: [Pair: Int] = [:]

  /// The sets of the two names and the two sections of a reference.
  private struct Pair: Hashable {
    let sets: SIMD4<Int32>
  }

  init(_ allowances: [SectionPolicy.Allowance]) {
    count = allowances.count
    from = Side(allowances.map(\.from))
    to = Side(allowances.map(\.to))
  }

  /// The position of the first allowance that both ends of a reference fit; nil if there is none.
  mutating func first(from source: FindingEnd, to target: FindingEnd, in set: ObjectSet) -> Int? {
    guard count > 0 else { return nil }
    if from.wordCount + to.wordCount > Self.wordLimit {
      from.forget()
      to.forget()
      known = [:]
    }
    if known.count > Self.pairLimit { known = [:] }
    let (name, section) = from.sets(of: source, in: set)
    let (otherName, otherSection) = to.sets(of: target, in: set)
    let pair = Pair(sets: [name, section, otherName, otherSection])
    if let first = known[pair] { return first < 0 ? nil : first }
    var first: Int?
    for word in 0..<(count + 63) / 64 where first == nil {
      let both = from.word(word, name, section) & to.word(word, otherName, otherSection)
      if both != 0 { first = word * 64 + both.trailingZeroBitCount }
    }
    known[pair] = first ?? -1
    return first
  }

  /// The patterns for one end: those that begin with a dot are for its section, the others for its name.
  private struct Side {
    private var names: GlobSet
    private var sections: GlobSet
    private let namePositions: [Int]
    private let sectionPositions: [Int]
    private let words: Int
    /// By number, the allowances that fit, a bit each.
    private var sets: [[UInt64]] = []
    private var numbers: [[UInt64]: Int32] = [:]
    private var knownNames: [FindingEnd.Name: Int32] = [:]
    private var knownSections: [FindingEnd.Section: Int32] = [:]

    init(_ globs: [Glob]) {
      namePositions = globs.indices.filter { !globs[$0].pattern.hasPrefix(".") }
      sectionPositions = globs.indices.filter { globs[$0].pattern.hasPrefix(".") }
      names = GlobSet(namePositions.map { globs[$0] })
      sections = GlobSet(sectionPositions.map { globs[$0] })
      words = (globs.count + 63) / 64
    }

    var wordCount: Int { sets.count * words }

    mutating func forget() { (sets, numbers, knownNames, knownSections) = ([], [:], [:], [:]) }

    func word(_ word: Int, _ name: Int32, _ section: Int32) -> UInt64 {
      sets[Int(name)][word] | sets[Int(section)][word]
    }

    /// The numbers of the sets for an end's name and for its section.
    mutating func sets(of end: FindingEnd, in set: ObjectSet) -> (name: Int32, section: Int32) {
      let name = knownNames[end.name] ?? match(end.name, in: set)
      return (name, knownSections[end.section] ?? match(end.section, in: set))
    }

    private mutating func match(_ name: FindingEnd.Name, in set: ObjectSet) -> Int32 {
      var bits = [UInt64](repeating: 0, count: words)
      names.forEachMatch(set.text(of: name)) { bits.insert(namePositions[$0]) }
      let number = number(bits)
      knownNames[name] = number
      return number
    }

    private mutating func match(_ section: FindingEnd.Section, in set: ObjectSet) -> Int32 {
      var bits = [UInt64](repeating: 0, count: words)
      if let text = set.text(of: section) { sections.forEachMatch(text) { bits.insert(sectionPositions[$0]) } }
      let number = number(bits)
      knownSections[section] = number
      return number
    }

    private mutating func number(_ bits: [UInt64]) -> Int32 {
      if let number = numbers[bits] { return number }
      let number = Int32(clamping: sets.count)
      numbers[bits] = number
      sets.append(bits)
      return number
    }
  }
}

extension [UInt64] {
  /// Sets the bit of a position.
  fileprivate mutating func insert(_ position: Int) { self[position / 64] |= 1 << UInt64(position % 64) }
}
