import Diagnostics
import ScenarioModel
import YAML

/// Reads a table of kernel entries: which run in the exposed space and which in the private one, and why.
struct EntryTableReader {
  /// What the table says of one entry.
  struct Line {
    let name: String
    let kind: EntryPoint.Kind
    /// The function that does the work; nil if the table does not say it.
    let function: String?
    let marking: EntryPoint.Marking
    let reason: String

    /// Whether it is about this entry: of its kind, and with its name or its function.
    func isAbout(_ entry: EntryPoint) -> Bool {
      kind == entry.kind && (name == entry.name || function == entry.function)
    }
  }

  /// The most lines: a kernel has about 400 system calls, and as many vectors as there are.
  static let limit = 4096

  let nodes: NodeReader

  /// Reads and checks all of it.
  func read(_ root: YAMLNode) throws(ParseError) -> [Line] {
    let fields = try nodes.fields(root, "a table of entries", keys: ["entries"])
    guard let node = fields["entries"] else {
      throw nodes.error(root, "no entries", expected: "the key entries, a list")
    }
    let items = try nodes.list(node, "entries")
    guard items.count <= Self.limit else {
      throw nodes.error(items[Self.limit], "more than \(Self.limit) entries", expected: "fewer")
    }
    var lines: [Line] = []
    var places: [EntryPoint.Kind: [String: Int]] = [:]
    for item in items {
      let line = try readLine(item)
      if let other = places[line.kind, default: [:]].updateValue(item.mark.line, forKey: line.name) {
        throw nodes.error(
          item, "the \(line.kind.rawValue) '\(line.name)' a second time", expected: "it once; it is in line \(other)")
      }
      lines.append(line)
    }
    return lines
  }

  private func readLine(_ item: YAMLNode) throws(ParseError) -> Line {
    let fields = try nodes.fields(item, "one of entries", keys: ["name", "kind", "function", "marking", "reason"])
    func need(_ key: String) throws(ParseError) -> YAMLNode {
      guard let node = fields[key] else { throw nodes.error(item, "one of entries without \(key)", expected: key) }
      return node
    }
    return Line(
      name: try nodes.name(try need("name"), "name"), kind: try nodes.choice(try need("kind"), "kind"),
      function: try fields["function"].map { node throws(ParseError) in try nodes.name(node, "function") },
      marking: try nodes.choice(try need("marking"), "marking"),
      reason: try fields["reason"].map { node throws(ParseError) in try nodes.prose(node, "reason") } ?? "")
  }
}
