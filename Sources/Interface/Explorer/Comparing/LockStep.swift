package import Execution
import Isolation
import Recordings
import Timelines
import Verdicts

/// Another design in lock-step with the present one: its run, and which of its steps belong to those shown.
package struct LockStep: Equatable, Sendable {
  /// Two steps that stand for each other, or one that the other design does not have.
  struct Row: Equatable, Sendable {
    /// The step of the present design.
    let here: Int?
    /// The step of the other design.
    let there: Int?
  }

  /// A step of the present design among those around it, and what the other design does then.
  struct Moment {
    /// The steps of the present stretch, in order, on both sides.
    let rows: [Row]
    /// The row of the present step.
    let current: Int
    /// The step of the other design: that of the row, else the last one before it.
    let step: Int
    /// What is compared, in words: "syscall read".
    let title: String
    /// Whether the other design has no such event at all.
    let isOnlyHere: Bool

    /// Finds the step; it is `fallback` if no row has one.
    fileprivate init(rows: [Row], at step: Int, title: String, isOnlyHere: Bool, fallback: Int) {
      self.rows = rows
      self.title = title
      self.isOnlyHere = isOnlyHere
      current = rows.firstIndex { $0.here == step } ?? 0
      let before = rows[...min(current, max(rows.count - 1, 0))].last { $0.there != nil }?.there
      self.step = before ?? rows.first { $0.there != nil }?.there ?? fallback
    }
  }

  /// How the other design runs.
  package let setup: ScenarioRun.Setup
  /// Its run.
  let timeline: Timeline
  /// Who judges it.
  let judge: Judge
  /// What it has cost up to each step.
  let counts: CountsSoFar

  private let ours: Stretches
  private let theirs: Stretches

  /// More steps than this on a side are not matched: what is far from the present one is not seen anyway.
  private static let limit = 256

  /// Compares with a run of another design.
  init(_ run: Timeline, _ setup: ScenarioRun.Setup, with present: Timeline) {
    self.setup = setup
    timeline = run
    judge = Judge(run)
    counts = CountsSoFar(judge)
    ours = Stretches(present)
    theirs = Stretches(run)
  }

  // Equal setups run equally.
  package static func == (a: Self, b: Self) -> Bool { a.setup == b.setup }

  /// What stands beside a step of the present design.
  func moment(at step: Int, in present: Timeline) -> Moment {
    let number = Int(ours.ofStep[min(step, ours.ofStep.count - 1)])
    let key = ours.keys[number]
    let title = key.isUser ? (key.name == "the start" ? "user code" : "user code after \(key.name)") : key.name
    let left = window(ours.steps[number], around: step)
    guard let other = theirs.stretch(key) else {
      return Moment(
        rows: left.map { Row(here: $0, there: nil) }, at: step, title: title, isOnlyHere: true,
        fallback: nearest(before: number))
    }
    let position = ours.steps[number].partitionPoint { Int($0) < step }
    let all = theirs.steps[other]
    let right = window(all, around: Int(all[min(position, all.count - 1)]))
    return Moment(
      rows: Self.align(left, in: present, right, in: timeline), at: step, title: title, isOnlyHere: false,
      fallback: right.first ?? 0)
  }

  private func window(_ steps: [Int32], around step: Int) -> [Int] {
    let position = steps.partitionPoint { Int($0) < step }
    let first = max(min(position - Self.limit / 2, steps.count - Self.limit), 0)
    return steps[first..<min(first + Self.limit, steps.count)].map { Int($0) }
  }

  /// The last step of the other design in the nearest stretch before this one that it has.
  private func nearest(before number: Int) -> Int {
    for earlier in (0..<number).reversed() where ours.keys[earlier].cpu == ours.keys[number].cpu {
      if let other = theirs.stretch(ours.keys[earlier]) { return theirs.steps[other].last.map { Int($0) } ?? 0 }
    }
    return 0
  }

  /// The longest common sequence of symbols, and in between what only one side has.
  private static func align(_ left: [Int], in a: Timeline, _ right: [Int], in b: Timeline) -> [Row] {
    // Numbers are compared much faster than names.
    var numbers: [String: Int] = [:]
    func number(_ step: Int, in run: Timeline) -> Int {
      let symbol = run.recording.steps.site(at: step).symbol
      let number = numbers[symbol] ?? numbers.count
      numbers[symbol] = number
      return number
    }
    let before = left.map { number($0, in: a) }
    let after = right.map { number($0, in: b) }
    let changes = after.difference(from: before)
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in changes {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var rows: [Row] = []
    var (i, j) = (0, 0)
    while i < left.count || j < right.count {
      if i < left.count && removed.contains(i) {
        rows.append(Row(here: left[i], there: nil))
        i += 1
      } else if j < right.count && inserted.contains(j) {
        rows.append(Row(here: nil, there: right[j]))
        j += 1
      } else {
        rows.append(Row(here: i < left.count ? left[i] : nil, there: j < right.count ? right[j] : nil))
        i += 1
        j += 1
      }
    }
    return rows
  }
}
