import Isolation
import Machine
import PageTables
import Verdicts

extension StepsReport {
  /// Writes one JSON object a line for every listed step.
  ///
  /// Returns whether everything could be judged: false if tables are missing.
  package func writeJSON(to sink: inout ByteSink) -> Bool {
    var isComplete = true
    for index in indices where sink.isOpen {
      let verdict = judge.verdict(at: index)
      isComplete = isComplete && !verdict.isIncomplete
      write(index, verdict, to: &sink)
    }
    return isComplete
  }

  private func write(_ index: Int, _ verdict: StepVerdict, to sink: inout ByteSink) {
    let steps = timeline.recording.steps
    let site = steps.site(at: index)
    let event = timeline.event(at: index)
    let space = timeline.space(at: index)
    sink.append("{\"step\":\(steps.number(at: index)),\"cpu\":\(timeline.cpu(at: index)),\"event\":")
    sink.append(json: event.map { UInt64($0.number) })
    sink.append(",\"event_kind\":")
    sink.append(json: event?.kind.rawValue)
    sink.append(",\"event_name\":")
    sink.append(json: event?.name)
    sink.append(",\"rip\":")
    sink.append(jsonAddress: site.rip.rawValue)
    sink.append(",\"symbol\":")
    sink.append(json: site.symbol.isEmpty ? nil : site.symbol)
    sink.append(",\"instruction\":")
    sink.append(json: site.instruction)
    sink.append(",\"cpl\":\(steps.cpl(at: index)),\"cr3\":")
    sink.append(jsonAddress: steps.cr3(at: index).rawValue)
    sink.append(",\"space\":")
    sink.append(json: space?.letter.letter)
    sink.append(",\"space_name\":")
    sink.append(json: space?.name)
    sink.append(",\"process\":")
    sink.append(json: space?.processName)
    sink.append(",\"flip\":")
    write(timeline.flip(at: index), to: &sink)
    sink.append(",\"accesses\":[")
    for (position, access) in verdict.accesses.enumerated() {
      if position > 0 { sink.append(",") }
      write(access, to: &sink)
    }
    sink.append("],\"leaks\":")
    write(verdict.leaks, to: &sink)
    sink.append(",\"sync\":")
    sink.append(json: timeline.sync(at: index)?.rawValue)
    sink.append(",\"broken\":")
    sink.append(json: timeline.recording.run?.violation(at: index)?.text)
    sink.append(",\"note\":")
    sink.append(json: steps.note(at: index)?.text)
    sink.append("}\n")
  }

  /// Most rules need what a recording of addresses does not say: which values passed which buffers.
  private func write(_ leaks: Leaks, to sink: inout ByteSink) {
    for (position, attack) in Attack.allCases.enumerated() {
      sink.append("\(position > 0 ? "," : "{")\"\(attack.rawValue)\":")
      write(leaks[attack], to: &sink)
    }
    sink.append("}")
  }

  private func write(_ flip: Flip?, to sink: inout ByteSink) {
    guard let flip else { return sink.append("null") }
    sink.append("{\"from\":")
    sink.append(json: flip.from.name)
    sink.append(",\"to\":")
    sink.append(json: flip.to.name)
    sink.append(",\"from_process\":\"\(flip.from.processName)\",\"to_process\":\"\(flip.to.processName)\"")
    sink.append(",\"cr3\":")
    sink.append(jsonAddress: flip.cr3.rawValue)
    sink.append(",\"noflush\":")
    sink.append(flip.keepsTLB.map { $0 ? "true" : "false" } ?? "null")
    sink.append(",\"site\":")
    sink.append(json: flip.site)
    sink.append("}")
  }

  private func write(_ access: AccessVerdict, to sink: inout ByteSink) {
    sink.append("{\"kind\":\"\(access.access.kind.rawValue)\",\"address\":")
    sink.append(jsonAddress: access.address.rawValue)
    sink.append(",\"size\":")
    sink.append(json: access.size)
    sink.append(",\"symbol\":")
    sink.append(json: access.place.symbol)
    sink.append(",\"object\":")
    sink.append(json: access.place.object)
    sink.append(",\"member\":")
    sink.append(json: access.place.member)
    sink.append(",\"detail\":")
    sink.append(json: access.place.detail)
    sink.append(",\"region\":")
    sink.append(json: access.place.region)
    sink.append(",\"verdict\":")
    sink.append(json: access.verdict?.rawValue)
    sink.append(",\"error_code\":")
    sink.append(json: access.check?.fault.map { UInt64($0.errorCode.rawValue) })
    sink.append(",\"reason\":")
    sink.append(json: access.verdict == .ok ? nil : access.check?.words)
    sink.append(",\"elsewhere\":[")
    for (position, elsewhere) in access.elsewhere.enumerated() {
      if position > 0 { sink.append(",") }
      sink.append("{\"space_name\":")
      sink.append(json: elsewhere.space.name)
      sink.append(",\"verdict\":")
      sink.append(json: elsewhere.verdict?.rawValue)
      sink.append(",\"error_code\":")
      sink.append(json: elsewhere.check.fault.map { UInt64($0.errorCode.rawValue) })
      sink.append("}")
    }
    sink.append("]}")
  }

  private func write(_ labels: [String]?, to sink: inout ByteSink) {
    guard let labels else { return sink.append("null") }
    sink.append("[")
    for (position, label) in labels.enumerated() {
      if position > 0 { sink.append(",") }
      sink.append(json: label)
    }
    sink.append("]")
  }
}
