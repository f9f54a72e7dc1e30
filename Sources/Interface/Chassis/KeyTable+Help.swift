import Canvas
package import Commands

extension KeyTable.Binding {
  /// The keys and what they do, as the help pane lists them.
  package var helpLine: Spans {
    let keys = keys.map(\.name).joined(separator: " ")
    var line = Spans(" " + keys + String(repeating: " ", count: max(16 - keys.count, 1)), Style(.key, .bold))
    line.add(help)
    return line
  }
}

extension CommandSyntax {
  /// The command and what it does, as the help pane lists it.
  package var helpLine: Spans {
    let usage = "\(name) \(arguments)"
    var line = Spans(" " + usage + String(repeating: " ", count: max(31 - usage.count, 1)), Style(.key))
    line.add(about)
    return line
  }
}
