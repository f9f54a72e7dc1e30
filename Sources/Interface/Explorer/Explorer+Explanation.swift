import Chassis
package import Commands
import Execution
import Isolation
import PageTables
import Recordings
import Reports
import SectionCheck
import Timelines
import Verdicts

// Why the present moment is as it is, in the words of answers to predictions.

extension Explorer {
  /// The same moment without what comes after it: nothing on the screen gives a prediction away.
  package var withoutFuture: Explorer {
    var copy = self
    copy.state.hidesFuture = true
    return copy
  }

  /// What can be said of a kind here, if these are few words; empty if they are many.
  package func choices(for kind: Expectation.Kind) -> [String] {
    switch kind {
    case .verdict: ["ok", "fault", "leak"]
    case .cpl: ["0", "3"]
    case .design: Design.all.map(\.name)
    case .space:
      run.map { run in run.setup.design.spaceKinds.map { run.setup.design.spaceName($0) } }
        ?? processSpaces.map { $0.name }
    case .step, .event, .cr3, .flips, .flushes, .syncs, .error, .leaks, .symbol, .findings, .screen: []
    }
  }

  /// Why a kind is what it is now: a sentence or two; empty if there is nothing to say.
  package func explanation(of kind: Expectation.Kind) -> String {
    switch kind {
    case .verdict, .error: verdictExplanation
    case .leaks: leakExplanation ?? harmlessExplanation
    case .cpl: machine.cpl == 3 ? "User code runs." : "The kernel runs."
    case .space, .cr3: spaceExplanation
    case .flips: flipsExplanation
    case .syncs: placesExplanation(state.counts?.syncs(through: state.step))
    case .flushes: placesExplanation(state.counts?.flushes(through: state.step))
    case .findings: findingsExplanation
    case .step, .event, .symbol, .design, .screen: ""
    }
  }

  private var verdictExplanation: String {
    if let probed {
      let address = "0x" + sixteenDigits(probed.address.rawValue)
      return Verdict(probed.check) == .fault ? "\(address): \(probed.check.words)." : "\(address) may be read so."
    }
    let parts = [faultExplanation, leakExplanation].compactMap { $0 }
    guard parts.isEmpty else { return parts.joined(separator: " ") }
    let access = state.only.ranked(state.verdict?.accesses ?? []).first
    let done = access.map { "\(Self.words(for: $0)) is allowed in \(space?.name ?? "this space")." }
    // What attackers learn is a question of user code.
    return [done, machine.cpl == 3 || run?.hasSibling ?? false ? harmlessExplanation : nil].compactMap { $0 }
      .joined(separator: " ")
  }

  private var faultExplanation: String? {
    state.verdict?.fault.map { "\(Self.words(for: $0)) is denied: \($0.check?.words ?? "no tables")." }
  }

  /// "The read of page cache".
  private static func words(for access: AccessVerdict) -> String {
    "The \(access.access.kind) of \(access.place.name)"
  }

  private var leakExplanation: String? {
    guard let leaks = state.verdict?.leaks, let attack = leaks.successful.first else { return nil }
    let others = leaks.successful.dropFirst().map(\.title)
    let more = others.isEmpty ? "" : " Also by \(others.joined(separator: ", "))."
    // The first sentence says what happens, the others how.
    let how = attack.explanation.split(separator: ". ", maxSplits: 1).first ?? ""
    return "By \(attack.title), user code learns \(LabelWords.list(leaks[attack] ?? [], explained: 1)). \(how)"
      + (how.hasSuffix(".") ? "" : ".") + more
  }

  private var harmlessExplanation: String {
    guard let run else { return "No secret is in reach." }
    return "Nothing secret is in reach: \(Self.harmlessWords(run, at: state.step))."
  }

  private var spaceExplanation: String {
    guard let flip = lastFlip else { return "CR3 has had this value from the start." }
    let name = "\(timeline.spaces.label(of: flip.from))>\(timeline.spaces.label(of: flip.to))"
    return "The last flip is \(name), at step \(stepNumber(flip.step)), \(flip.site)."
  }

  /// The last flips are named; more than these would be a list.
  private static let namedFlips = 4

  private var flipsExplanation: String {
    let flips = timeline.flips[..<timeline.flips.partitionPoint { $0.step <= state.step }]
    guard !flips.isEmpty else { return "CR3 has kept its value up to here." }
    let named = flips.suffix(Self.namedFlips).map { flip in
      "\(timeline.spaces.label(of: flip.from))>\(timeline.spaces.label(of: flip.to)) at step \(stepNumber(flip.step))"
    }
    return (flips.count > named.count ? "The last ones: " : "") + named.joined(separator: ", ") + "."
  }

  /// The last of some steps, by their numbers.
  private func placesExplanation(_ steps: [Int]?) -> String {
    guard let steps else { return "" }
    guard !steps.isEmpty else { return "There was none up to here." }
    let named = steps.suffix(Self.namedFlips).map { "\(stepNumber($0))" }.joined(separator: ", ")
    if steps.count == 1 { return "At step \(named)." }
    return "\(steps.count > Self.namedFlips ? "The last ones: at" : "At") steps \(named)."
  }

  private var findingsExplanation: String {
    guard let setup = run?.setup, let finding = (try? ScenarioCheck(setup))?.findings.first else { return "" }
    return "The first: \(finding.message)."
  }
}
