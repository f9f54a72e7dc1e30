import Machine
import Isolation
import Verdicts

extension CompareReport {
  /// "flip 100 (Linux ...); assumed: refill 20, ...; given: sync 1".
  var costWords: String {
    var groups: [(source: String, costs: [String])] = []
    for kind in Costs.Kind.allCases {
      let source = costs.source(of: kind)
      let text = "\(kind.rawValue) \(costs[kind])"
      if source == kind.source {
        groups.append((source, ["\(text) (\(source))"]))
      } else if let index = groups.firstIndex(where: { $0.source == source }) {
        groups[index].costs.append(text)
      } else {
        groups.append((source, ["\(source): \(text)"]))
      }
    }
    return groups.map { $0.costs.joined(separator: ", ") }.joined(separator: "; ")
  }

  /// One or two sentences: who leaks nothing, and who of those is the cheapest. Designs whose run ended early did not
  /// see the same events, and are left out.
  var conclusion: String {
    let whole = comparison.rows.compactMap(\.tally).filter { $0.earlyEnd == nil }
    guard !whole.isEmpty else { return "No design ran to the end, so that nothing can be compared." }
    let isAsked = whole.contains { $0.leaks.contains { $0.labels != nil } }
    let clean = whole.filter { $0.leakSteps == 0 }
    let candidates = clean.isEmpty ? whole : clean
    let names = Self.list(candidates.map(\.design))
    let leaks: String
    switch (isAsked, clean.count, whole.count) {
    case (false, _, _): leaks = "No attack was asked about."
    case (_, 0, 1): leaks = "\(names) leaks."
    case (_, 0, _): leaks = "All of \(names) leak."
    case (_, 1, 1): leaks = "\(names) leaks nothing."
    case (_, 1, _): leaks = "Only \(names) leaks nothing."
    default: leaks = "\(names) leak nothing."
    }
    let open = candidates.filter { $0.sibling?.labels.isEmpty == false }.map(\.design)
    let siblings = open.isEmpty || clean.isEmpty ? "" : " But a sibling samples secrets under \(Self.list(open))."
    return "\(leaks) \(price(of: candidates, isAsked ? "them" : names))\(siblings)\(leftOut)"
  }

  /// What the third space buys and costs: three spaces against the two of the merged design, on these events. nil if
  /// one of them was not asked for, or did not run to the end.
  package var thirdSpace: String? {
    func tally(_ design: Design) -> Tally? {
      comparison.rows.first { $0.design == design }?.tally.flatMap { $0.earlyEnd == nil ? $0 : nil }
    }
    guard let three = tally(.asi3), let two = tally(.unified) else { return nil }
    let more = zip(two.leaks, three.leaks).compactMap { two, three -> String? in
      let labels = (two.labels ?? []).filter { !(three.labels ?? []).contains($0) }
      return labels.isEmpty ? nil : "\(labels.joined(separator: " ")) to \(two.attack.title)"
    }
    let costs = """
      asi3 writes CR3 \(Self.times(three.counts[.cr3Writes])) and stops siblings \(Self.times(three.counts[.syncs])), \
      unified \(Self.times(two.counts[.cr3Writes])) and \(Self.times(two.counts[.syncs])).
      """
    guard more.isEmpty else {
      return "The third space: without it, unified leaks \(more.joined(separator: ", ")). "
        + "Not all that is exposed may be known. \(costs)"
    }
    let isCheaper = three.counts[.cr3Writes] < two.counts[.cr3Writes]
    let buys = isCheaper ? "buys no secrecy, but saves CR3 writes here" : "buys nothing here"
    return "The third space \(buys): unified leaks nothing that asi3 does not. \(costs)"
  }

  /// "never", "once", "2 times".
  private static func times(_ number: Int) -> String {
    switch number {
    case 0: "never"
    case 1: "once"
    default: "\(number) times"
    }
  }

  /// Which of some designs is the cheapest; `pronoun` stands for all of them.
  private func price(of tallies: [Tally], _ pronoun: String) -> String {
    let least = tallies.map { $0.cycles(costs) }.min() ?? 0
    let cheapest = tallies.filter { $0.cycles(costs) == least }
    let cycles = least == 1 ? "1 cycle" : "\(least) cycles"
    let names = Self.list(cheapest.map(\.design))
    if tallies.count == 1 { return "It costs \(cycles)." }
    if cheapest.count == tallies.count { return "They cost the same: \(cycles)." }
    return cheapest.count == 1
      ? "The cheapest of \(pronoun) is \(names): \(cycles)."
      : "The cheapest of \(pronoun) are \(names): \(cycles) each."
  }

  private var leftOut: String {
    let early = comparison.rows.filter { $0.tally?.earlyEnd != nil }.map(\.design)
    guard !early.isEmpty else { return "" }
    return " Left out: \(Self.list(early)), which \(early.count == 1 ? "ends" : "end") early."
  }

  /// "a", "a and b", "a, b and c".
  private static func list(_ designs: [Design]) -> String {
    let names = designs.map(\.rawValue)
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}
