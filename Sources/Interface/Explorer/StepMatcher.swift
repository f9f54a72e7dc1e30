import Chassis
import Diagnostics
import Isolation
import PageTables
import Recordings
import Timelines
import Verdicts

/// Finds steps that hold a text: in the symbol, the instruction, the remark or the places of accesses.
///
/// Sites are looked at once, however many steps are at them, and so are steps, however often they are passed.
struct StepMatcher: Sendable {
  /// What is known of a step.
  private enum Answer: UInt8, Sendable {
    case unknown, no, yes
  }

  private let timeline: Timeline
  private let fragment: Fragment
  private let sites: [Bool]
  private var answers: [Answer]

  /// Looks for `text` in a timeline that has steps.
  init(_ text: String, in timeline: Timeline) {
    self.timeline = timeline
    let fragment = Fragment(text)
    self.fragment = fragment
    answers = [Answer](repeating: .unknown, count: timeline.count)
    sites = timeline.recording.steps.sites.map { site in
      fragment.stands(in: site.symbol) || (site.instruction.map { fragment.stands(in: $0) } ?? false)
        || fragment.stands(in: sixteenDigits(site.rip.rawValue))
    }
  }

  /// How many bytes it takes.
  var size: Int { answers.count }

  /// Whether it looks for this in that.
  func isAbout(_ text: String, in timeline: Timeline) -> Bool { fragment.text == text && self.timeline === timeline }

  /// The nearest step other than `step` that holds the text; nil if there is none on this side, or if
  /// `progress` ends the search.
  mutating func nearest(to step: Int, forward: Bool, _ progress: WorkProgress) -> Int? {
    var index = step + (forward ? 1 : -1)
    while index >= 0 && index < timeline.count && progress.goesOn(at: index, of: timeline.count) {
      if answers[index] == .unknown { answers[index] = holds(index) ? .yes : .no }
      if answers[index] == .yes { return index }
      index += forward ? 1 : -1
    }
    return nil
  }

  private func holds(_ index: Int) -> Bool {
    let steps = timeline.recording.steps
    if sites[steps.siteIndex(at: index)] { return true }
    if let note = steps.note(at: index), fragment.stands(in: note.text) { return true }
    return steps.accesses(at: index).contains { access in
      let symbol = access.symbol.map { steps.text($0) }
      let place = timeline.place(at: access.address, size: UInt64(access.size), symbol: symbol, step: index)
      return fragment.stands(in: place.name) || fragment.stands(in: place.region)
        || symbol.map { fragment.stands(in: $0) } ?? false
    }
  }
}
