import Derivations
import Isolation
import ScenarioModel

extension DeriveReport {
  /// Writes one JSON object, with each item on a line of its own.
  package func writeJSON(to sink: inout ByteSink) {
    sink.append("{\"scenario\":")
    sink.append(json: name)
    writeScope(to: &sink)
    sink.append(",\n\"design\":\"\(derivation.design.name)\",\"gates\":\"\(derivation.gates.rawValue)\"")
    sink.append(",\n\"required\":")
    sink.appendLines(of: derivation.required) { sink, item in
      sink.append("{\"section\":")
      sink.append(json: item.section)
      sink.append(",\"class\":\"\(item.sectionClass.rawValue)\",\"space\":\"\(derivation.spaceName(item.spaceKind))\"")
      append(reason: item.reason, to: &sink)
    }
    sink.append(",\n\"entries\":")
    sink.appendLines(of: derivation.plans) { sink, plan in write(plan, to: &sink) }
    sink.append(",\n\"transitions\":")
    sink.appendLines(of: derivation.transitions) { sink, item in
      append(from: item.from, to: item.to, in: &sink)
      sink.append(",\"at\":")
      sink.append(json: item.at)
      append(reason: item.reason, to: &sink)
    }
    sink.append(",\n\"flips\":")
    sink.appendLines(of: derivation.flips) { sink, flip in write(flip, to: &sink) }
    sink.append(",\n\"clears\":")
    sink.appendLines(of: derivation.clears) { sink, duty in write(duty, to: &sink) }
    sink.append(",\n\"syncs\":")
    sink.appendLines(of: derivation.syncs) { sink, duty in write(duty, to: &sink) }
    sink.append("}\n")
  }

  private func writeScope(to sink: inout ByteSink) {
    let scope = derivation.scope
    sink.append(",\"scope\":{\"name\":")
    sink.append(json: scope.name)
    sink.append(",\"adversary\":\"\(scope.adversary.rawValue)\",\"vulnerabilities\":")
    append(Vulnerability.allCases.filter { scope.vulnerabilities.contains($0) }.map(\.rawValue), to: &sink)
    for (key, classes) in [
      ("public", scope.publicClasses), ("own", scope.ownClasses), ("exposed", derivation.exposed),
    ] {
      sink.append(",\"\(key)\":")
      append(SectionClass.allCases.filter { classes.contains($0) }.map(\.rawValue), to: &sink)
    }
    sink.append("},\n\"problem\":")
    sink.append(json: derivation.problems.isEmpty ? nil : derivation.problems.joined(separator: "; "))
  }

  private func write(_ plan: Derivation.Plan, to sink: inout ByteSink) {
    sink.append("{\"entry\":")
    sink.append(json: plan.entry)
    sink.append(",\"kind\":\"\(plan.kind.rawValue)\",\"space\":\"\(derivation.spaceName(plan.spaceKind))\",\"path\":")
    if let need = plan.need { append(need.path, to: &sink) } else { sink.append("null") }
    sink.append(",\"object\":")
    sink.append(json: plan.need?.object)
    sink.append(",\"section\":")
    sink.append(json: plan.need?.section)
    sink.append(",\"gates\":")
    append(plan.gates, to: &sink)
    append(reason: plan.reason, to: &sink)
  }

  private func write(_ flip: Derivation.FlipPoint, to sink: inout ByteSink) {
    sink.append("{\"site\":")
    sink.append(json: flip.site.place)
    sink.append(",\"direction\":\"\(derivation.direction(flip.from, flip.to))\",\"selector\":")
    sink.append(json: flip.site.selector.words)
    sink.append(",\"entries\":")
    append(flip.entries, to: &sink)
    append(reason: flip.reason, to: &sink)
  }

  private func write(_ duty: Derivation.Duty, to sink: inout ByteSink) {
    sink.append("{\"what\":\"\(duty.kind.rawValue)\",\"direction\":\"\(derivation.direction(duty.from, duty.to))\"")
    append(reason: duty.reason, to: &sink)
  }

  private func append(from: SpaceKind, to: SpaceKind, in sink: inout ByteSink) {
    sink.append("{\"from\":\"\(derivation.spaceName(from))\",\"to\":\"\(derivation.spaceName(to))\"")
  }

  /// The last field of an object.
  private func append(reason: String, to sink: inout ByteSink) {
    sink.append(",\"reason\":")
    sink.append(json: reason)
    sink.append("}")
  }

  private func append(_ texts: [String], to sink: inout ByteSink) {
    sink.append("[")
    for (position, text) in texts.enumerated() {
      if position > 0 { sink.append(",") }
      sink.append(json: text)
    }
    sink.append("]")
  }
}
