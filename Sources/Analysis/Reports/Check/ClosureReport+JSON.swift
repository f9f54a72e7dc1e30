import ELF
package import SectionCheck

extension ClosureReport {
  /// Writes one JSON object, without the end of the last line.
  package func writeJSON(_ closure: Closure, to sink: inout ByteSink) {
    sink.append("{\"entry\":")
    sink.append(json: closure.entry)
    sink.append(",\"functions\":\(closure.functions.count),\"needs_private\":")
    sink.append(json: closure.needsPrivate)
    sink.append(",\"certain\":")
    sink.append(json: closure.unknowns.isEmpty)
    sink.append(",\n\"sections\":")
    sink.appendLines(of: holdings(closure)) { sink, holding in
      sink.append("{\"section\":")
      sink.append(json: holding.section)
      sink.append(",\"text\":")
      sink.append(json: holding.isText)
      sink.append(",\"symbols\":\(holding.names.count),\"bytes\":\(holding.bytes),\"mapped\":")
      sink.append(json: holding.isMapped)
      sink.append("}")
    }
    write("private_data", closure.privateData, closure, to: &sink)
    write("gates", closure.gates, closure, to: &sink)
    write("addresses", closure.privateAddresses, closure, to: &sink)
    sink.append(",\n\"private_text\":")
    sink.appendLines(of: closure.functions.indices.filter { isListed(closure, $0) }) { sink, position in
      sink.append("{\"symbol\":")
      sink.append(json: name(closure, position))
      sink.append(",\"section\":")
      sink.append(json: set.section(closure.functions[position].place).name)
      writePath(closure, to: position, &sink)
      sink.append("}")
    }
    sink.append(",\n\"not_followed\":")
    sink.appendLines(of: closure.unknowns) { sink, unknown in
      sink.append("{\"reason\":\"\(unknown.reason.rawValue)\",\"at\":")
      sink.append(json: place(closure, unknown.function, unknown.site))
      writePath(closure, to: unknown.function, &sink)
      sink.append("}")
    }
    sink.append("}")
  }

  /// Writes one JSON object that counts, and says why an entry is exposed or private.
  package func writeJSONRow(_ closure: Closure, to sink: inout ByteSink) {
    sink.append("{\"entry\":")
    sink.append(json: closure.entry)
    sink.append(",\"exposed\":")
    sink.append(json: closure.isExposable)
    sink.append(",\"functions\":\(closure.functions.count),\"private_objects\":\(closure.privateData.count)")
    sink.append(",\"gates\":\(closure.gates.count),\"not_followed\":\(closure.unknowns.count),\"reason\":")
    sink.append(json: reason(closure))
    sink.append("}")
  }

  private func write(_ key: String, _ objects: [Closure.Object], _ closure: Closure, to sink: inout ByteSink) {
    sink.append(",\n\"\(key)\":")
    sink.appendLines(of: objects) { sink, object in
      sink.append("{\"symbol\":")
      sink.append(json: set.name(of: object.place).symbol)
      sink.append(",\"section\":")
      sink.append(json: set.section(object.place).name)
      sink.append(",\"bytes\":\(object.size),\"at\":")
      sink.append(json: place(closure, object.function, object.site))
      writePath(closure, to: object.function, &sink)
      sink.append("}")
    }
  }

  private func writePath(_ closure: Closure, to function: Int, _ sink: inout ByteSink) {
    sink.append(",\"path\":[")
    for (index, position) in closure.path(to: function).enumerated() {
      if index > 0 { sink.append(",") }
      sink.append(json: name(closure, position))
    }
    sink.append("]")
  }
}
