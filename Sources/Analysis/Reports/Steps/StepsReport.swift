import Recordings
import Timelines
package import Verdicts

/// Steps of a recording, one line each, as text or as JSON.
package struct StepsReport {
  /// Which steps are listed.
  package struct Selection: Equatable, Sendable {
    /// The first step number; nil for no limit.
    package var from: Int?
    /// The last step number; nil for no limit.
    package var to: Int?
    /// Only the steps of the event with this number; nil for all.
    package var event: Int?
    /// Only steps that flip.
    package var onlyFlips: Bool

    /// All steps, unless something else is said.
    package init(from: Int? = nil, to: Int? = nil, event: Int? = nil, onlyFlips: Bool = false) {
      self.from = from
      self.to = to
      self.event = event
      self.onlyFlips = onlyFlips
    }
  }

  /// Who judges the steps.
  package let judge: Judge
  /// Which steps are listed.
  package let selection: Selection

  /// Chooses steps of a judged timeline.
  package init(_ judge: Judge, selection: Selection = Selection()) {
    self.judge = judge
    self.selection = selection
  }

  var timeline: Timeline { judge.timeline }

  /// The indices of the listed steps, in order.
  package var indices: [Int] {
    guard timeline.hasSteps else { return [] }
    let steps = timeline.recording.steps
    let first = selection.from.map { steps.index(ofNumber: $0) } ?? 0
    let end = selection.to.map { $0 == .max ? steps.count : steps.index(ofNumber: $0 + 1) } ?? steps.count
    if selection.onlyFlips {
      let flips = timeline.flips.map(\.step).filter { $0 >= first && $0 < end }
      return flips.filter(isInEvent)
    }
    return first < end ? (first..<end).filter(isInEvent) : []
  }

  private func isInEvent(_ index: Int) -> Bool {
    selection.event == nil || timeline.event(at: index)?.number == selection.event
  }
}
