package import Commands
import Isolation
import Machine
import Reports
import Verdicts

// Why the present moment is as it is, in the words of answers to predictions.

extension Explorer {
  /// What can be said of a kind here, if these are few words; empty if they are many.
  package func choices(for kind: Expectation.Kind) -> [String] {
    switch kind {
    case .verdict: ["ok", "fault", "leak"]
    case .cpl: ["0", "3"]
    case .design: Design.allCases.map(\.rawValue)
    case .space:
      run.map { run in run.setup.design.spaceKinds.map { run.setup.design.spaceName($0) } }
        ?? processSpaces.map { $0.name }
    default: []
    }
  }

  /// Why a kind is what it is now: a sentence or two; empty if there is nothing to say.
  package func explanation(of kind: Expectation.Kind) -> String {
    switch kind {
    case .verdict, .error: verdictExplanation
    case .leaks: leakExplanation ?? harmlessExplanation
    case .space, .cpl, .cr3: spaceExplanation
    case .flips: flipsExplanation
    case .syncs: run?.setup.settings.mdsCPU == false ? "The processor does not have MDS: nobody is held." : ""
    default: ""
    }
  }

  private var verdictExplanation: String {
    let fault = state.verdict?.fault.map { "The \($0.words) is denied: \($0.check?.words ?? "no tables")." }
    let parts = [fault, leakExplanation].compactMap { $0 }
    return parts.isEmpty ? harmlessExplanation : parts.joined(separator: " ")
  }

  private var leakExplanation: String? {
    guard let leaks = state.verdict?.leaks, let attack = leaks.successful.first else { return nil }
    return "\(attack.title) reaches \(LabelWords.list(leaks[attack] ?? [], explained: 1)). \(attack.explanation)"
  }

  private var harmlessExplanation: String {
    guard let run else { return "Nothing is denied, and no secret is in reach." }
    return "Nothing secret is in reach: \(Self.harmlessWords(run, at: state.step))."
  }

  private var spaceExplanation: String {
    guard let flip = lastFlip else { return "There was no flip before." }
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
}
