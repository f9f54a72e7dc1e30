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
    let ways = ClosureWays(closure)
    write("private_data", closure.privateData, closure, ways, to: &sink)
    write("gates", closure.gates, closure, ways, to: &sink)
    write("addresses", closure.privateAddresses, closure, ways, to: &sink)
    sink.append(",\n\"private_text\":")
    sink.appendLines(of: closure.functions.indices.filter { isListed(closure, $0) }) { sink, position in
      sink.append("{\"symbol\":")
      sink.append(json: name(closure, position))
      sink.append(",\"section\":")
      sink.append(json: set.section(closure.functions[position].place).name)
      writePath(ways.way(to: position), closure, &sink)
      sink.append("}")
    }
    sink.append(",\n\"not_followed\":")
    sink.appendLines(of: closure.unknowns.prefix(Self.listLimit)) { sink, unknown in
      sink.append("{\"reason\":\"\(unknown.reason.rawValue)\",\"at\":")
      sink.append(json: place(closure, unknown.function, unknown.site))
      writePath(ways.way(to: unknown.function), closure, &sink)
      sink.append("}")
    }
    if let more = unlisted(closure) { sink.append(",\"not_listed\":\(more)") }
    sink.append("}")
  }

  /// Writes one JSON object that counts, and says why an entry is exposed or private.
  package func writeJSONRow(_ summary: ClosureSummary, to sink: inout ByteSink) {
    sink.append("{\"entry\":")
    sink.append(json: summary.entry)
    sink.append(",\"exposed\":")
    sink.append(json: summary.isExposable)
    sink.append(",\"functions\":\(summary.functions),\"private_objects\":\(summary.privateObjects)")
    sink.append(",\"gates\":\(summary.gates),\"not_followed\":\(summary.unknowns),\"reason\":")
    sink.append(json: reason(summary))
    sink.append("}")
  }

  private func write(
    _ key: String, _ objects: [Closure.Object], _ closure: Closure, _ ways: ClosureWays, to sink: inout ByteSink
  ) {
    sink.append(",\n\"\(key)\":")
    sink.appendLines(of: objects) { sink, object in
      sink.append("{\"symbol\":")
      sink.append(json: set.name(of: object.place).symbol)
      sink.append(",\"section\":")
      sink.append(json: set.section(object.place).name)
      sink.append(",\"bytes\":\(object.size),\"at\":")
      sink.append(json: place(closure, object.function, object.site))
      writePath(ways.way(to: object.function), closure, &sink)
      sink.append("}")
    }
  }

  /// Writes the names from the entry's own function on; those in the middle of a long way are only counted.
  private func writePath(_ way: ClosureSummary.Way, _ closure: Closure, _ sink: inout ByteSink) {
    sink.append(",\"path\":[")
    for (position, place) in (way.first + way.last).enumerated() {
      if position > 0 { sink.append(",") }
      sink.append(json: position == 0 ? closure.entry : symbol(at: place))
    }
    sink.append(way.omitted > 0 ? "],\"omitted\":\(way.omitted)" : "]")
  }
}
