package import ScenarioModel

/// Which kernel entries can run in the exposed space, and which cannot for what reason.
package struct EntryTable: Hashable, Sendable {
  /// What is said of one entry.
  package struct Line: Hashable, Sendable {
    /// The name, such as "getpid"; of a kind there is none twice.
    package let name: String
    /// How the kernel is entered.
    package let kind: EntryPoint.Kind
    /// The function that does the work, such as "__x64_sys_getpid".
    package let function: String
    /// The space in which it runs.
    package let marking: EntryPoint.Marking
    /// Why, in words; may be empty.
    package let reason: String

    /// Describes an entry.
    package init(
      name: String, kind: EntryPoint.Kind, function: String, marking: EntryPoint.Marking, reason: String
    ) {
      self.name = name
      self.kind = kind
      self.function = function
      self.marking = marking
      self.reason = reason
    }
  }

  /// The name of what the entries are of, cleaned: "vmlinux.o".
  package let source: String
  /// The entries.
  package let lines: [Line]

  /// Makes a table of its lines.
  package init(source: String, lines: [Line]) {
    self.source = source
    self.lines = lines
  }
}

/// A table of entries in the form that a scenario can include.
package struct EntryTableReport {
  /// What is written.
  package let table: EntryTable

  /// Chooses a table.
  package init(_ table: EntryTable) {
    self.table = table
  }

  /// Writes YAML, a line an entry, in the order of the table.
  package func writeText(to sink: inout ByteSink) {
    let exposed = table.lines.count { $0.marking == .exposed }
    sink.append("# The kernel entries of \(table.source): \(exposed) of \(table.lines.count) exposed.\n")
    sink.append(
      "# For a scenario beside this file: \"include:\" and its name; samples/README.md says what that does.\n")
    sink.append("# What is reached only through pointers is not counted.\n")
    sink.append(table.lines.isEmpty ? "entries: []\n" : "entries:\n")
    for line in table.lines where sink.isOpen {
      sink.append("  - {name: ")
      sink.append(yaml: line.name)
      sink.append(", kind: \(line.kind.rawValue), function: ")
      sink.append(yaml: line.function)
      sink.append(", marking: \(line.marking.rawValue)")
      if !line.reason.isEmpty {
        sink.append(", reason: ")
        sink.append(yaml: line.reason)
      }
      sink.append("}\n")
    }
  }
}
