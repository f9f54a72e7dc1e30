import Execution
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

  /// One or two sentences: who leaks nothing, also to a sibling, and who of those is the cheapest. Designs whose run
  /// ended early did not see the same events, and are left out.
  var conclusion: String {
    let whole = comparison.rows.compactMap(\.tally).filter { $0.earlyEnd == nil }
    guard !whole.isEmpty else { return "No design ran to the end, so that nothing can be compared." }
    let isAsked = whole.contains { $0.leaks.contains { $0.labels != nil } }
    let clean = whole.filter { $0.leakSteps == 0 }
    guard isAsked else {
      return "No attack was asked about. \(price(of: whole, Self.list(whole.map(\.design))))\(leftOut)"
    }
    guard !clean.isEmpty else {
      let names = Self.list(whole.map(\.design))
      return whole.count == 1
        ? "\(names) leaks. \(price(of: whole, names))\(leftOut)" : "All of \(names) leak.\(leftOut)"
    }
    let only = clean.count == 1 && whole.count > 1 ? "Only " : ""
    let names = "\(only)\(Self.list(clean.map(\.design))) \(clean.count == 1 ? "leaks" : "leak") nothing"
    return "\(names)\(prices(of: clean))\(leftOut)"
  }

  /// Who of those that leak nothing also leaks nothing to a sibling, and what that costs.
  private func prices(of clean: [Tally]) -> String {
    let open = clean.filter { $0.sibling?.labels.isEmpty == false }
    let closed = clean.filter { $0.sibling?.labels.isEmpty != false }
    if open.isEmpty { return ". \(price(of: clean, "them"))" }
    let names = open.count == clean.count && clean.count > 1 ? "all of them" : Self.list(open.map(\.design))
    let but = ", but a sibling samples secrets under \(names)."
    if closed.isEmpty { return "\(but) \(price(of: clean, "them"))" }
    let rest = closed.count == 1 ? "\(Self.list(closed.map(\.design))) costs " : nil
    return rest.map { "\(but) \($0)\(Self.cycles(closed[0].cycles(costs)))." }
      ?? "\(but) \(price(of: closed, "the others"))"
  }

  /// What the third space buys and costs: three spaces against the two of the design that they are usually compared
  /// with, on these events. nil if one of them was not asked for, or did not run to the end.
  package var thirdSpace: String? {
    let tallies = comparison.rows.compactMap(\.tally).filter { $0.earlyEnd == nil }
    guard let three = tallies.first(where: { $0.design.exposedKind == .isolated }),
      let two = tallies.first(where: { $0.design.name == three.design.rivalName })
    else { return nil }
    let (a, b) = (three.design, two.design)
    let costs = """
      CR3 writes: \(a) \(three.counts[.cr3Writes]), \(b) \(two.counts[.cr3Writes]); stops of siblings: \
      \(a) \(three.counts[.syncs]), \(b) \(two.counts[.syncs]).
      """
    let more = zip(two.leaks, three.leaks).compactMap { two, three -> String? in
      let labels = (two.labels ?? []).filter { !(three.labels ?? []).contains($0) }
      return labels.isEmpty ? nil : "\(labels.joined(separator: " ")) to \(two.attack.title)"
    }
    if !more.isEmpty {
      let why = comparison.exposesSecrets ? " Not all that is exposed may be known." : ""
      return "The third space: without it, \(b) leaks \(more.joined(separator: ", ")).\(why) \(costs)"
    }
    if two.leakSteps > three.leakSteps && three.leakSteps > 0 {
      return "The third space: both leak, \(a) at \(three.leakSteps) steps, \(b) at \(two.leakSteps). \(costs)"
    }
    let isCheaper = three.counts[.cr3Writes] < two.counts[.cr3Writes]
    let buys = isCheaper ? "buys no secrecy, but saves CR3 writes here" : "buys nothing here"
    return "The third space \(buys): \(b) leaks nothing that \(a) does not. \(costs)"
  }

  private static func cycles(_ number: Int) -> String { number == 1 ? "1 cycle" : "\(number) cycles" }

  /// Which of some designs is the cheapest; `pronoun` stands for all of them.
  private func price(of tallies: [Tally], _ pronoun: String) -> String {
    let least = tallies.map { $0.cycles(costs) }.min() ?? 0
    let cheapest = tallies.filter { $0.cycles(costs) == least }
    let cycles = Self.cycles(least)
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
    let names = designs.map(\.name)
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}
