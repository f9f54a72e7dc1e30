import Isolation
import PageTables

extension WalkReport {
  /// Writes one JSON object, with each entry on a line of its own.
  ///
  /// `outcome` and `verdict` are null where the input lacks a table; `verdict` is "unknown" where it lacks a register
  /// or the processor did not walk these tables, and then `leaks` is null too; `notices` are there only if they
  /// hold something; `error_code` is null unless the answer is #PF; `physical`, `page_size`, `rights` and `user` are null
  /// unless the address is mapped.
  package func writeJSON(to sink: inout ByteSink) {
    sink.append("{\"address\":")
    sink.append(jsonAddress: walk.address.rawValue)
    sink.append(",\"space\":")
    sink.append(json: space.name)
    sink.append(",\"entries\":")
    sink.appendLines(of: walk.visits) { sink, visit in write(visit, to: &sink) }
    writeTranslation(to: &sink)
    writeAnswer(to: &sink)
    sink.append(",\"leaks\":")
    writeLeaks(to: &sink)
    sink.append(notices: notices)
    sink.append("}\n")
  }

  private func writeLeaks(to sink: inout ByteSink) {
    guard let leaks else { return sink.append("null") }
    sink.append("[")
    for (index, leak) in leaks.enumerated() {
      if index > 0 { sink.append(",") }
      sink.append(json: leak)
    }
    sink.append("]")
  }

  private func write(_ visit: Walk.Visit, to sink: inout ByteSink) {
    sink.append("{\"level\":\(visit.level.rawValue),\"index\":\(walk.address.index(at: visit.level))")
    sink.append(",\"entry_address\":")
    sink.append(jsonAddress: visit.address.rawValue)
    sink.append(",\"value\":")
    sink.append(jsonAddress: visit.entry.rawValue)
    let flags = visit.entry.flagNames(at: visit.level).map { "\"\($0)\"" }
    sink.append(",\"flags\":[\(flags.joined(separator: ","))]}")
  }

  private func writeTranslation(to sink: inout ByteSink) {
    sink.append(",\n\"outcome\":")
    switch walk.outcome {
    case .mapped: sink.append("\"mapped\"")
    case .notPresent, .reserved, .notCanonical: sink.append("\"fault\"")
    case .unreadable: sink.append("null")
    }
    sink.append(",\"physical\":")
    if let physical = walk.physical {
      sink.append(jsonAddress: physical.rawValue)
    } else {
      sink.append("null")
    }
    sink.append(",\"page_size\":")
    sink.append(json: walk.pageSize?.bytes)
    if walk.physical != nil {
      sink.append(",\"rights\":\"\(walk.rights.letters)\",\"user\":\(walk.rights.contains(.user))")
    } else {
      sink.append(",\"rights\":null,\"user\":null")
    }
  }

  private func writeAnswer(to sink: inout ByteSink) {
    sink.append(",\n\"denied_by\":")
    sink.append(json: check.fault?.deniedBy.map { UInt64($0.rawValue) })
    sink.append(",\"error_code\":")
    sink.append(json: check.fault.map { UInt64($0.errorCode.rawValue) })
    sink.append(",\"verdict\":")
    switch check {
    case .allowed: sink.append("\"ok\"")
    case .pageFault, .notCanonical: sink.append("\"fault\"")
    case .undetermined: sink.append("\"unknown\"")
    case .unknown: sink.append("null")
    }
    sink.append(",\n\"reason\":")
    sink.append(json: sentence.reason)
  }
}
