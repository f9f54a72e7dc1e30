import Isolation
import Reports
package import SectionCheck

/// What is found out about entries in small parts, while the user is idle: where each leads, and what it needs.
package struct EntrySurvey: Sendable {
  /// What one entry needs, in numbers.
  package struct Summary: Equatable, Sendable {
    /// Whether it can run in the exposed space for certain.
    package let isExposable: Bool
    /// How many functions it reaches.
    package let functions: Int
    /// How many private objects it reads or writes.
    package let privateObjects: Int
    /// How many places cannot be followed.
    package let unknowns: Int
  }

  /// What each entry needs; nil for those that have not been looked at.
  package private(set) var summaries: [Summary?]
  private var finder: ClosureFinder?
  private var reach: EntryReach?
  private var paths: EntryPaths?
  private var firstUnknown = 0
  private var set: ObjectSet?

  /// How much code is read at a time.
  private static let portion = 500
  /// How many links between functions are looked at, and entries summed up, at a time.
  private static let countPortion = 20_000

  /// Nothing is known.
  init(entryCount: Int) {
    summaries = Array(repeating: nil, count: entryCount)
  }

  /// Whether the work has begun.
  var isStarted: Bool { finder != nil }

  /// Whether all code that entries reach has been read.
  package var isPathSearchDone: Bool { paths?.isComplete ?? false }

  /// Whether all entries have been looked at.
  package var isComplete: Bool { firstUnknown == summaries.count }

  /// Begins the work.
  mutating func start(
    _ set: ObjectSet, policy: SectionPolicy, design: Design, entries: [(name: String, place: ObjectPlace)]
  ) {
    let finder = ClosureFinder(set, policy: policy, design: design)
    paths = EntryPaths(from: entries, with: finder)
    reach = EntryReach(entries, with: finder)
    self.finder = finder
    self.set = set
  }

  /// Reads some more code that entries reach.
  mutating func searchMore() {
    // Taken out, so that what the finder remembers is not copied.
    guard var current = finder.take() else { return }
    paths?.searchMore(Self.portion, with: &current)
    finder = current
  }

  /// Counts some more of what entries reach, of all entries together; then sums up some entries.
  mutating func summarizeMore() {
    guard var finder = finder.take(), var reach = reach.take() else { return }
    if !reach.isComplete {
      reach.work(Self.countPortion, with: &finder)
    } else {
      for number in summaries[firstUnknown...].indices.prefix(Self.countPortion / 10) {
        summaries[number] = reach.summary(of: number, with: finder).map { Summary($0) }
        firstUnknown += 1
      }
    }
    self.finder = finder
    self.reach = reach
  }

  /// Why an entry that has been looked at is exposed or private, in one sentence.
  package func reason(of number: Int) -> String? {
    guard let finder, let set, let summary = reach?.summary(of: number, with: finder) else { return nil }
    return ClosureReport(set).reason(summary)
  }

  /// All that an entry reaches; nil before the work has begun.
  mutating func closure(of entry: (name: String, place: ObjectPlace)) -> Closure? {
    finder?.closure(of: entry.name, at: entry.place)
  }

  /// What is known of the way to some code.
  package enum Way: Equatable, Sendable {
    /// The names from an entry to the code.
    case known([String])
    /// It is still looked for.
    case searching
    /// No entry leads there by direct calls.
    case none
  }

  /// The way from an entry to the code at a place.
  package func way(to place: ObjectPlace) -> Way {
    guard let paths, let finder else { return .searching }
    if let path = paths.path(to: place, with: finder) { return .known(path) }
    return paths.isComplete ? .none : .searching
  }
}

extension EntrySurvey.Summary {
  /// The numbers of a summary.
  fileprivate init(_ summary: ClosureSummary) {
    isExposable = summary.isExposable
    functions = summary.functions
    privateObjects = summary.privateObjects
    unknowns = summary.unknowns
  }
}
