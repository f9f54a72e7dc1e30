package import PageTables

/// The pairs of neighbouring roots among the CR3 values of a recording, and which of them page-table isolation made.
struct RootPairs<Memory: PhysicalMemory> {
  /// The first value with each root.
  let firsts: [FrameNumber: CR3]
  private let memory: Memory
  /// Whether CPL 3 runs, and only with bit 12 set.
  private let isUserHalfOnly: Bool
  private var known: [FrameNumber: RootPair] = [:]
  private let finder: RootPairFinder<Memory>

  init(_ cr3s: [CR3], memory: Memory, userRoots: Set<FrameNumber>) {
    firsts = Dictionary(cr3s.map { ($0.root, $0) }, uniquingKeysWith: { first, _ in first })
    self.memory = memory
    finder = RootPairFinder(memory)
    isUserHalfOnly = !userRoots.isEmpty && userRoots.allSatisfy { $0 == $0.userHalf }
  }

  /// Whether it is certain that a root belongs to a pair of page-table isolation.
  mutating func isIsolated(_ root: FrameNumber) -> Bool {
    switch pair(of: root) {
    case .isolated: true
    case .separate: false
    case .unknown, .undecided: isUserHalfOnly && firsts[root.kernelHalf] != nil && firsts[root.userHalf] != nil
    }
  }

  /// Whether a root may belong to such a pair, in a recording that has one.
  mutating func mayBeIsolated(_ root: FrameNumber) -> Bool { pair(of: root) != .separate }

  /// Whether tables are missing that would say whether a root belongs to such a pair: its own one, the one beside it, or
  /// some below them.
  mutating func isDoubtful(_ root: FrameNumber) -> Bool {
    RootPair.missingHalf(of: root, in: memory) != nil || pair(of: root) == .undecided
  }

  private mutating func pair(of root: FrameNumber) -> RootPair {
    if let pair = known[root.kernelHalf] { return pair }
    let pair = finder.pair(user: root.userHalf, kernel: root.kernelHalf)
    known[root.kernelHalf] = pair
    return pair
  }
}

/// Compares the tables of pairs of roots. What it found out for one it knows for the next: many lead to the same tables.
///
/// It is a class since Swift 6.3.1 without optimisation destroys `RootPairs` wrongly if this is a struct in it.
package final class RootPairFinder<Memory: PhysicalMemory> {
  private let memory: Memory
  private var search: SharedPageSearch<Memory>

  /// Compares roots in a memory.
  package init(_ memory: Memory) {
    self.memory = memory
    search = SharedPageSearch(memory)
  }

  /// What the tables of two roots say.
  package func pair(user: FrameNumber, kernel: FrameNumber) -> RootPair {
    RootPair(user: user, kernel: kernel, in: memory, &search)
  }
}

/// What the tables of two neighbouring roots say about page-table isolation.
///
/// Isolation gives both the same user entries, but for XD and what the processor sets itself, and the user half some but
/// not all kernel entries of the other. Linux 6.12 arch/x86/mm/pti.c.
package enum RootPair: Sendable {
  /// They are the halves of a pair.
  case isolated
  /// They are not.
  case separate
  /// One of them cannot be read, or is empty, as tables are that a recording makes later.
  case unknown
  /// They may be: of the tables below them, which would say it, some cannot be read, or there are too many.
  case undecided

  /// The table that cannot be read, of the two that a root and its neighbour would be under isolation; nil if both can.
  /// While it is missing, nobody can tell whether the root is a half of a pair.
  ///
  /// A half has kernel addresses. No root is in the first frames, which Linux reserves: 6.12 arch/x86/kernel/setup.c,
  /// early_reserve_memory.
  package static func missingHalf(of root: FrameNumber, in memory: some PhysicalMemory) -> FrameNumber? {
    guard root.kernelHalf.rawValue != 0 else { return nil }
    var words = [UInt64](repeating: 0, count: 512)
    if memory.readTable(root, into: &words), !words[256...].contains(where: { Entry($0)[.present] }) { return nil }
    let other = root == root.kernelHalf ? root.userHalf : root.kernelHalf
    return [other, root].first { memory.word(at: $0.address) == nil }
  }

  fileprivate init<Memory: PhysicalMemory>(
    user: FrameNumber, kernel: FrameNumber, in memory: Memory, _ search: inout SharedPageSearch<Memory>
  ) {
    var userWords = [UInt64](repeating: 0, count: 512)
    var kernelWords = userWords
    guard memory.readTable(user, into: &userWords), memory.readTable(kernel, into: &kernelWords),
      kernelWords.contains(where: { Entry($0)[.present] })
    else {
      self = .unknown
      return
    }
    guard Self.isSubset(user: userWords, kernel: kernelWords) else {
      self = .separate
      return
    }
    guard !userWords[..<256].contains(where: { Entry($0)[.present] }) else {
      self = .isolated
      return
    }
    switch search.find(userWords, kernelWords, depth: 0) {
    case .shared: self = .isolated
    case .none: self = .separate
    case .unknown: self = .undecided
    }
  }

  private static func isSubset(user userWords: [UInt64], kernel kernelWords: [UInt64]) -> Bool {
    for index in 0..<256 where !Entry.isSame(userWords[index], kernelWords[index]) { return false }
    var userCount = 0
    var kernelCount = 0
    for index in 256..<512 {
      let inUser = Entry(userWords[index])[.present]
      let inKernel = Entry(kernelWords[index])[.present]
      if inUser && !inKernel { return false }
      userCount += inUser ? 1 : 0
      kernelCount += inKernel ? 1 : 0
    }
    return userCount > 0 && userCount < kernelCount
  }
}

/// Looks for what only isolation makes, in two roots that map nothing for user code and are as alike as any: a table of
/// the user half's own, for the entry text, which names a page or table that the kernel half names in the same place.
///
/// Linux 6.12 arch/x86/mm/pti.c, pti_clone_entry_text: entries of page directories are copied. Without isolation
/// level4_kernel_pgt or level3_kernel_pgt may follow init_top_pgt (arch/x86/kernel/head_64.S): an entry of the first is
/// also the last one of init_top_pgt, and the second is no root.
private struct SharedPageSearch<Memory: PhysicalMemory> {
  private let memory: Memory
  private var known: [TwoTables: SharedBelow] = [:]
  /// How many more tables are read, of all roots together.
  private var left = 1 << 18

  init(_ memory: Memory) { self.memory = memory }

  /// Whether tables `depth` levels below the roots share what lies below them, or tables that they name do.
  mutating func find(_ user: [UInt64], _ kernel: [UInt64], depth: Int) -> SharedBelow {
    let both = (0..<512).filter { Entry(user[$0])[.present] && Entry(kernel[$0])[.present] }
    if depth > 0, both.contains(where: { Entry.isSame(user[$0], kernel[$0]) }) { return .shared }
    guard depth < 3 else { return .none }
    var isComplete = true
    for index in both where !Entry.isSame(user[index], kernel[index]) {
      let entries = (Entry(user[index]), Entry(kernel[index]))
      // A leaf names no table.
      guard depth == 0 || !entries.0[.pageSize] && !entries.1[.pageSize] else { continue }
      switch find(TwoTables(user: entries.0.tableFrame, kernel: entries.1.tableFrame, depth: depth + 1)) {
      case .shared: return .shared
      case .none: break
      case .unknown: isComplete = false
      }
    }
    return isComplete ? .none : .unknown
  }

  private mutating func find(_ tables: TwoTables) -> SharedBelow {
    if let answer = known[tables] { return answer }
    var words = [UInt64](repeating: 0, count: 512)
    var others = words
    left -= 1
    guard left > 0, memory.readTable(tables.user, into: &words), memory.readTable(tables.kernel, into: &others) else {
      return .unknown
    }
    let answer = find(words, others, depth: tables.depth)
    known[tables] = answer
    return answer
  }
}

/// What two tables have below them.
private enum SharedBelow {
  /// They share something.
  case shared
  /// They share nothing.
  case none
  /// Nothing was found, and not all tables were there, or there are too many.
  case unknown
}

/// Tables in the same place below two roots.
private struct TwoTables: Hashable {
  let user: FrameNumber
  let kernel: FrameNumber
  let depth: Int
}

extension Entry {
  /// Whether two entries differ in nothing but XD and what the processor sets itself.
  fileprivate static func isSame(_ a: UInt64, _ b: UInt64) -> Bool {
    (a ^ b) & ~(Bit.noExecute.mask | Bit.accessed.mask | Bit.dirty.mask) == 0
  }
}

extension FrameNumber {
  /// The root of the kernel half of the pair of roots that this one is in.
  var kernelHalf: FrameNumber { FrameNumber(rawValue & ~1) }
  /// The root of the user half.
  var userHalf: FrameNumber { FrameNumber(rawValue | 1) }
}
