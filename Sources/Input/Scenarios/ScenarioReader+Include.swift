import Bytes
import Diagnostics
import ScenarioModel
import YAML

extension ScenarioReader {
  /// The most bytes of all tables of a scenario together.
  private static let byteLimit = 32 << 20
  /// The most tables of one scenario.
  private static let tableLimit = 64

  /// Marks entries as tables say, after the entries: those that the file marks itself stay as they are, and of two
  /// tables the later one counts.
  mutating func readIncludes(_ node: YAMLNode) throws(ParseError) {
    var items = [node]
    if case .sequence(let list) = node.content { items = list }
    guard items.count <= Self.tableLimit else {
      throw nodes.error(items[Self.tableLimit], "more than \(Self.tableLimit) tables for include", expected: "fewer")
    }
    var left = Self.byteLimit
    for item in items {
      let name = try nodes.name(item, "include")
      let bytes = try open(name, item)
      left -= bytes.count
      guard left >= 0 else {
        throw nodes.error(
          item, "more than \(Self.byteLimit) bytes in all tables for include", expected: "fewer")
      }
      mark(asIn: try readTable(bytes), name)
    }
  }

  /// A file beside the scenario, or below its folder.
  private func open(_ name: String, _ node: YAMLNode) throws(ParseError) -> FileBytes {
    guard !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else {
      throw nodes.error(node, "'\(name)' for include", expected: "a path from the scenario's folder on, without ..")
    }
    guard let neighbour else {
      throw nodes.error(
        node, "include in \(nodes.text.name)", expected: "a scenario in a file, which has others beside it")
    }
    guard let bytes = try neighbour(name) else {
      throw nodes.error(node, "'\(name)', which is not there", expected: "a regular file beside the scenario")
    }
    return bytes
  }

  private func readTable(_ bytes: FileBytes) throws(ParseError) -> [EntryTableReader.Line] {
    guard let root = try YAMLReader.read(bytes) else {
      throw ParseError(file: bytes.name, found: "holds no table of entries", expected: "a map with entries")
    }
    return try EntryTableReader(nodes: NodeReader(text: YAMLText(bytes))).read(root)
  }

  private mutating func mark(asIn lines: [EntryTableReader.Line], _ name: String) {
    var strangers = 0
    var places: [String: Set<Int>] = [:]
    for (index, entry) in scenario.entries.enumerated() {
      for text in [entry.name, entry.function] { places[text, default: []].insert(index) }
    }
    for line in lines {
      let named = (places[line.name] ?? []).union(line.function.flatMap { places[$0] } ?? [])
      let indices = named.filter { line.isAbout(scenario.entries[$0]) }
      if indices.isEmpty { strangers += 1 }
      for index in indices where !markedEntries.contains(scenario.entries[index].name) {
        scenario.entries[index].marking = line.marking
        scenario.entries[index].reason = line.reason
      }
    }
    if strangers > 0 {
      scenario.notices.append(.init(.note, "\(name): \(strangers) of \(lines.count) entries are not of this kernel"))
    }
  }
}
