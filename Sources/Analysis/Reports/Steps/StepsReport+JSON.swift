import Execution
import Isolation
import PageTables
import Recordings
import Timelines
import Verdicts

extension StepsReport {
  /// Writes one JSON object a line for every listed step.
  ///
  /// Returns whether everything could be judged: false if tables are missing.
  package func writeJSON(to sink: inout ByteSink) -> Bool {
    var lines = JSONLines()
    var isComplete = true
    for index in indices where sink.isOpen {
      isComplete = write(index, &lines, to: &sink) && isComplete
    }
    return isComplete
  }

  /// Writes a line; false if not everything could be judged. Runs repeat themselves: what was written before is kept.
  private func write(_ index: Int, _ lines: inout JSONLines, to sink: inout ByteSink) -> Bool {
    let steps = timeline.recording.steps
    let event = timeline.event(at: index)
    sink.append(JSONLines.step)
    sink.append(decimal: UInt64(truncatingIfNeeded: steps.number(at: index)))
    sink.append(JSONLines.cpu)
    sink.append(decimal: UInt64(truncatingIfNeeded: timeline.cpu(at: index)))
    sink.append(JSONLines.event)
    sink.append(json: event.map { UInt64($0.number) })
    sink.append(lines.events.piece(event?.number) { write(event, to: &$0) })
    let site = SiteKey(steps, index)
    sink.append(lines.sites.piece(site) { writeSite(index, to: &$0) })
    write(timeline.flip(at: index), to: &sink)
    let accesses = lines.accesses.judged(AccessesKey(timeline, index, site)) { sink in
      let verdict = judge.verdict(at: index)
      write(verdict.accesses, to: &sink)
      return !verdict.isIncomplete
    }
    sink.append(accesses)
    if let moment = timeline.run?.momentIndex(at: index) {
      sink.append(lines.leaks.piece(moment) { write(judge.leaks(at: index), to: &$0) })
    } else {
      write(judge.leaks(at: index), to: &sink)
    }
    sink.append(JSONLines.sync)
    sink.append(json: timeline.sync(at: index)?.rawValue)
    sink.append(JSONLines.broken)
    sink.append(json: timeline.run?.violation(at: index)?.text)
    sink.append(JSONLines.note)
    sink.append(lines.notes.piece(steps.noteIndex(at: index)) { $0.append(json: steps.note(at: index)?.text) })
    sink.append(JSONLines.end)
    return accesses.isComplete
  }

  /// What is written of an event behind its number.
  private func write(_ event: KernelEvent?, to sink: inout ByteSink) {
    sink.append(",\"event_kind\":")
    sink.append(json: event?.kind.rawValue)
    sink.append(",\"event_name\":")
    sink.append(json: event?.name)
  }

  /// The instruction, the registers and the space.
  private func writeSite(_ index: Int, to sink: inout ByteSink) {
    let steps = timeline.recording.steps
    let site = steps.site(at: index)
    let space = timeline.space(at: index)
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
  }

  private func write(_ accesses: [AccessVerdict], to sink: inout ByteSink) {
    sink.append(",\"accesses\":[")
    for (position, access) in accesses.enumerated() {
      if position > 0 { sink.append(",") }
      write(access, to: &sink)
    }
    sink.append("],\"leaks\":")
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

/// Parts of lines that were written before.
private struct JSONLines {
  var events = Pieces<Int?>()
  var sites = Pieces<SiteKey>()
  var accesses = Pieces<AccessesKey>()
  var leaks = Pieces<Int>()
  var notes = Pieces<Int?>()

  static let step: Literal = "{\"step\":"
  static let cpu: Literal = ",\"cpu\":"
  static let event: Literal = ",\"event\":"
  static let sync: Literal = ",\"sync\":"
  static let broken: Literal = ",\"broken\":"
  static let note: Literal = ",\"note\":"
  static let end: Literal = "}\n"
}
