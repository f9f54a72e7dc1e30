import Derivations
import Isolation
import ScenarioModel

extension DeriveReport {
  /// Writes the four steps, each with its reasons, in lines of at most 100 columns.
  package func writeText(to sink: inout ByteSink) {
    writeScope(to: &sink)
    sink.append("\n2 MAPPINGS\n")
    writeMappings(to: &sink)
    sink.append("\n  The space that the code of each entry needs:\n")
    for plan in derivation.plans { write(plan, to: &sink) }
    sink.append("\n3 TRANSITIONS\n")
    if derivation.transitions.isEmpty { sink.append("  none: one space is enough\n") }
    for transition in derivation.transitions {
      sink.append("  \(derivation.direction(transition.from, transition.to))  ")
      append(transition.at + ": " + transition.reason, indent: 7, to: &sink)
    }
    sink.append("\n4 FLIP POINTS (\(derivation.gates.rawValue))\n")
    if derivation.flips.isEmpty { sink.append("  none\n") }
    for flip in derivation.flips { write(flip, to: &sink) }
    write(derivation.clears, title: "CLEARS OWED", to: &sink)
    write(derivation.syncs, title: "SYNCS OWED", to: &sink)
    sink.append("\nRESULT\n  ")
    append(result, indent: 2, to: &sink)
  }

  private var result: String {
    guard derivation.problems.isEmpty else { return "This scope cannot be met: see the problems above." }
    let derived = derivation.design
    let names = [SpaceKind.exposed, .private].map { (here: derivation.spaceName($0), there: derived.spaceName($0)) }
    let isRenamed = names.contains { $0.here != $0.there }
    let others = isRenamed ? " (\(names[0].here) is its \(names[0].there), \(names[1].here) its \(names[1].there))" : ""
    let outcome = "This scope gives \(derived)\(others): \(derived.summary)."
    return derived == design ? outcome : "\(outcome) The scenario runs under \(design)."
  }

  private func writeScope(to sink: inout ByteSink) {
    let scope = derivation.scope
    sink.append("1 SCOPE \(scope.name), of the scenario \(name)\n")
    let attacks = Vulnerability.allCases.filter { scope.vulnerabilities.contains($0) }.map(\.title)
    sink.append("  adversary  ")
    switch scope.adversary {
    case .user: sink.append("user code of the process itself")
    case .guest: sink.append("a guest of the process, a virtual machine monitor")
    }
    sink.append(attacks.isEmpty ? ", with nothing\n" : ", with \(attacks.joined(separator: ", "))\n")
    sink.append("  public     \(names(scope.publicClasses))\n  own        \(names(scope.ownClasses))\n")
    sink.append("  secret     ")
    let secret = names(Set(SectionClass.allCases).subtracting(scope.allowedClasses))
    append("\(secret), and what is another process's own", indent: 13, to: &sink)
    for problem in derivation.problems {
      sink.append("  ! PROBLEM  ")
      append(problem, indent: 13, to: &sink)
    }
  }

  private func names(_ classes: Set<SectionClass>) -> String {
    let names = SectionClass.allCases.filter { classes.contains($0) }.map(\.rawValue)
    return names.isEmpty ? "nothing" : names.joined(separator: ", ")
  }

  /// One line a section, exposed ones first; the private space maps those too.
  private func writeMappings(to sink: inout ByteSink) {
    let both = Set(derivation.required.filter { $0.spaceKind == .exposed }.map(\.section))
    for requirement in derivation.required {
      if requirement.spaceKind == .private && both.contains(requirement.section) { continue }
      let isExposed = requirement.spaceKind == .exposed
      let spaces =
        isExposed
        ? "\(derivation.spaceName(.exposed)) \(derivation.spaceName(.private))" : "  \(derivation.spaceName(.private))"
      sink.append("  \(spaces)  ")
      append(requirement.section, column: 31, to: &sink)
      append(requirement.reason, indent: 31, to: &sink)
    }
  }

  private func write(_ plan: Derivation.Plan, to sink: inout ByteSink) {
    sink.append("  \(derivation.spaceName(plan.spaceKind))  ")
    append("\(plan.kind.rawValue) \(plan.entry)", column: 30, start: 5, to: &sink)
    append(plan.reason, indent: 30, to: &sink)
    guard let need = plan.need, need.path.count > 1 else { return }
    sink.pad(30)
    append("by " + need.route, indent: 33, to: &sink)
  }

  private func write(_ flip: Derivation.FlipPoint, to sink: inout ByteSink) {
    sink.append("  \(derivation.direction(flip.from, flip.to))  ")
    append(flip.site.place, column: 31, to: &sink)
    append(flip.reason, indent: 31, to: &sink)
    if !flip.entries.isEmpty {
      sink.pad(31)
      append("for " + flip.entries.joined(separator: ", "), indent: 35, to: &sink)
    }
    sink.pad(31)
    append("by " + flip.site.selector.words, indent: 34, to: &sink)
  }

  private func write(_ duties: [Derivation.Duty], title: String, to sink: inout ByteSink) {
    sink.append("\n\(title)\n")
    if duties.isEmpty { sink.append("  none: \(whyNothingIsOwed)\n") }
    for duty in duties {
      sink.append("  \(derivation.direction(duty.from, duty.to))  ")
      append(duty.kind.words + ": " + duty.reason, indent: 7, to: &sink)
    }
  }

  private var whyNothingIsOwed: String {
    derivation.flips.isEmpty ? "there are no flips" : "no vulnerability of the scope reads what is left behind"
  }

  /// Appends a name that stands in column `start`, and goes to column `next`, on a new line if it is too long.
  private func append(_ name: String, column next: Int, start: Int = 7, to sink: inout ByteSink) {
    sink.append(name)
    if start + name.count < next {
      sink.pad(next - start - name.count)
    } else {
      sink.endLine()
      sink.pad(next)
    }
  }

  private func append(_ text: String, indent: Int, to sink: inout ByteSink) {
    sink.append(words: text, indent: indent, width: 100)
  }
}
