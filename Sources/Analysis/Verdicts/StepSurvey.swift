import PageTables
import Timelines

/// A short judgement of many steps, for overviews: marks, and running counts of accesses.
///
/// It grows step by step, so that a long recording can be surveyed while the screen is already used.
package struct StepSurvey: Equatable, Sendable {
  /// What is to be seen at one step.
  package struct Marks: OptionSet, Hashable, Sendable {
    /// One bit a mark.
    package let rawValue: UInt8

    /// Wraps raw bits.
    package init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    /// Some access faults in the active space.
    package static let fault = Marks(rawValue: 1)
    /// User code could read something outside `allowed`.
    package static let leak = Marks(rawValue: 2)
    /// Some data access would fault in another space of the process.
    package static let dataFaultsElsewhere = Marks(rawValue: 4)
    /// Some data access would be done in every other space of the process too.
    package static let dataWorksElsewhere = Marks(rawValue: 8)
    /// The fetch would fault in another space of the process.
    package static let fetchFaultsElsewhere = Marks(rawValue: 16)
    /// The step has data accesses.
    package static let data = Marks(rawValue: 32)
  }

  /// How many accesses of a range of steps there are, and how many would fault in another space.
  package struct Counts: Hashable, Sendable {
    /// Data accesses.
    package let data: Int
    /// Data accesses that would fault in another space of the process.
    package let dataFaultingElsewhere: Int
    /// Data accesses that every other space of the process would do too; the rest cannot be told.
    package let dataWorkingElsewhere: Int
    /// Fetches.
    package let fetches: Int
    /// Fetches that would fault in another space of the process.
    package let fetchesFaultingElsewhere: Int
  }

  private var marks: [Marks] = []
  /// How many steps have each of the counted marks before every 64th step.
  private var blocks: [MarkCounts] = []
  private var data: [Int32] = [0]
  private var dataElsewhere: [Int32] = [0]
  private var dataWorking: [Int32] = [0]

  /// About how many bytes it takes.
  package var size: Int { marks.count + (data.count + dataElsewhere.count + dataWorking.count) * 4 }

  /// How many steps have marks that are counted.
  private struct MarkCounts: Equatable, Sendable {
    var faults: Int32 = 0
    var leaks: Int32 = 0
    var fetchesElsewhere: Int32 = 0

    mutating func add(_ marks: Marks) {
      if marks.contains(.fault) { faults += 1 }
      if marks.contains(.leak) { leaks += 1 }
      if marks.contains(.fetchFaultsElsewhere) { fetchesElsewhere += 1 }
    }
  }

  private static let blockSize = 64

  /// A survey of no steps yet.
  package init() {}

  /// The number of steps surveyed, from the first.
  package var count: Int { marks.count }

  /// Surveys steps until `count` are done, or all.
  package mutating func extend(to count: Int, with judge: Judge) {
    if marks.isEmpty { reserve(judge.timeline.count) }
    while marks.count < min(count, judge.timeline.count) {
      add(judge.verdict(at: marks.count))
    }
  }

  /// Makes room for so many steps: columns that grow are twice there for a while.
  private mutating func reserve(_ count: Int) {
    marks.reserveCapacity(count)
    data.reserveCapacity(count + 1)
    dataElsewhere.reserveCapacity(count + 1)
    dataWorking.reserveCapacity(count + 1)
  }

  private mutating func add(_ verdict: StepVerdict) {
    var found: Marks = []
    var total: Int32 = 0
    var elsewhere: Int32 = 0
    var working: Int32 = 0
    for access in verdict.accesses {
      if access.verdict == .fault { found.insert(.fault) }
      let faultsElsewhere = access.faultsElsewhere
      if access.access.kind == .fetch {
        if faultsElsewhere { found.insert(.fetchFaultsElsewhere) }
        continue
      }
      found.insert(.data)
      total += 1
      if faultsElsewhere {
        elsewhere += 1
        found.insert(.dataFaultsElsewhere)
      } else if access.worksElsewhere {
        working += 1
        found.insert(.dataWorksElsewhere)
      }
    }
    if verdict.leaks.isLeak { found.insert(.leak) }
    if marks.count % Self.blockSize == 0 { blocks.append(marked(before: marks.count)) }
    marks.append(found)
    data.append(data[data.count - 1] + total)
    dataElsewhere.append(dataElsewhere[dataElsewhere.count - 1] + elsewhere)
    dataWorking.append(dataWorking[dataWorking.count - 1] + working)
  }

  /// How many steps before one have the counted marks; it is surveyed, or the next one to be.
  private func marked(before index: Int) -> MarkCounts {
    // At the end of what is surveyed its block may have no number yet.
    let block = min(index / Self.blockSize, blocks.count - 1)
    guard block >= 0 else { return MarkCounts() }
    var counts = blocks[block]
    for position in block * Self.blockSize..<index { counts.add(marks[position]) }
    return counts
  }

  /// The marks of a step; nil if it has not been surveyed yet.
  package func marks(at index: Int) -> Marks? {
    marks.indices.contains(index) ? marks[index] : nil
  }

  /// Counts over a range of steps; nil if it has not all been surveyed yet.
  package func counts(in range: Range<Int>) -> Counts? {
    guard range.lowerBound >= 0, range.upperBound <= marks.count else { return nil }
    func sum(_ prefix: [Int32]) -> Int { Int(prefix[range.upperBound] - prefix[range.lowerBound]) }
    return Counts(
      data: sum(data), dataFaultingElsewhere: sum(dataElsewhere), dataWorkingElsewhere: sum(dataWorking),
      fetches: range.count,
      fetchesFaultingElsewhere: Int(
        marked(before: range.upperBound).fetchesElsewhere - marked(before: range.lowerBound).fetchesElsewhere))
  }

  /// The worst of fault and leak in a range of steps; steps that have not been surveyed count as neither.
  package func worst(in range: Range<Int>) -> Marks {
    let end = min(range.upperBound, marks.count)
    let start = min(max(range.lowerBound, 0), end)
    let (before, after) = (marked(before: start), marked(before: end))
    if after.faults > before.faults { return .fault }
    return after.leaks > before.leaks ? .leak : []
  }
}
