import Diagnostics
import Isolation
import ScenarioModel
import YAML

extension ScenarioReader {
  /// Reads a list of parts, each a map with a name; `body` gets what is there already, to be overridden.
  private mutating func readParts(
    _ node: YAMLNode, _ part: Part, _ what: String, keys: [String],
    _ body: (inout ScenarioReader, String, [String: YAMLNode], YAMLNode) throws(ParseError) -> Void
  ) throws(ParseError) {
    let items = try nodes.list(node, what)
    guard items.count <= part.limit else {
      throw nodes.error(items[part.limit], "more than \(part.limit) \(what)", expected: "fewer")
    }
    for item in items {
      let fields = try nodes.fields(item, "one of \(what)", keys: ["name"] + keys)
      guard let nameNode = fields["name"] else {
        throw nodes.error(item, "one of \(what) without name", expected: "name")
      }
      let name = try nodes.name(nameNode, "name")
      if let other = places[part]?[name] {
        throw nodes.error(nameNode, "'\(name)' a second time", expected: "it once; it is in line \(other.mark.line)")
      }
      try body(&self, name, fields, item)
      places[part, default: [:]][name] = nameNode
    }
  }

  /// The functions, after the sections.
  mutating func readFunctions(_ node: YAMLNode) throws(ParseError) {
    try readParts(node, .function, "functions", keys: ["section", "acts"]) {
      reader, name, fields, _ throws(ParseError) in
      let index = reader.scenario.functions.firstIndex { $0.name == name }
      var function = index.map { reader.scenario.functions[$0] } ?? KernelFunction(name, [])
      if let value = fields["section"] { function.section = try reader.section(value, isText: true) }
      if let value = fields["acts"] {
        var acts: [KernelFunction.Act] = []
        for item in try reader.nodes.list(value, "acts") { acts.append(try ActReader.read(item, reader.nodes)) }
        function.acts = acts
        reader.actNodes[name] = value
      }
      reader.scenario.functions.replace(index, with: function)
    }
  }

  /// The data, after the sections.
  mutating func readData(_ node: YAMLNode) throws(ParseError) {
    try readParts(node, .data, "data", keys: ["section", "size", "offset"]) {
      reader, name, fields, _ throws(ParseError) in
      let index = reader.scenario.data.firstIndex { $0.name == name }
      var object = index.map { reader.scenario.data[$0] } ?? DataObject(name, section: ".data")
      if let value = fields["section"] {
        object.section = try reader.section(value, isText: false)
        object.offset = nil
      }
      if let value = fields["size"] { object.size = try reader.nodes.number(value, "size", in: 1...4096) }
      if let value = fields["offset"] {
        object.offset = UInt64(try reader.nodes.number(value, "offset", in: 0...(1 << 21)))
      }
      reader.scenario.data.replace(index, with: object)
    }
  }

  /// The entries, after the functions.
  mutating func readEntries(_ node: YAMLNode) throws(ParseError) {
    try readParts(node, .entry, "entries", keys: ["kind", "function", "marking", "reason", "vector", "stub"]) {
      reader, name, fields, item throws(ParseError) in
      let index = reader.scenario.entries.firstIndex { $0.name == name }
      var entry = index.map { reader.scenario.entries[$0] } ?? EntryPoint(name, .syscall, function: "")
      let kindBefore = index.map { reader.scenario.entries[$0].kind }
      if let value = fields["kind"] {
        entry.kind = try reader.nodes.choice(value, "kind")
      } else if index == nil {
        let kinds = EntryPoint.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        throw reader.nodes.error(item, "an entry '\(name)' without kind", expected: "kind: one of \(kinds)")
      }
      if let value = fields["function"] {
        entry.function = try reader.function(value)
      } else if index == nil {
        throw reader.nodes.error(item, "an entry '\(name)' without function", expected: "function: a name")
      }
      if let value = fields["marking"] {
        entry.marking = try reader.nodes.choice(value, "marking")
        reader.markedEntries.insert(name)
      }
      if let value = fields["reason"] { entry.reason = try reader.nodes.prose(value, "reason") }
      if kindBefore != entry.kind {
        entry.vector = entry.kind.usualVector
        entry.stub = entry.kind == .syscall ? "" : entry.kind == .nmi ? "asm_exc_nmi" : "asm_\(entry.function)"
      }
      if let value = fields["vector"] {
        entry.vector = try reader.nodes.number(value, "vector", in: entry.kind.vectors)
      } else if entry.kind == .exception && kindBefore != .exception {
        throw reader.nodes.error(item, "an exception '\(name)' without vector", expected: "vector: 0 to 31")
      }
      if let value = fields["stub"] { entry.stub = try reader.nodes.name(value, "stub") }
      reader.scenario.entries.replace(index, with: entry)
    }
  }

  /// A function that is there.
  private func function(_ node: YAMLNode) throws(ParseError) -> String {
    let name = try nodes.name(node, "function")
    let names = scenario.functions.map(\.name)
    guard names.contains(name) else {
      throw nodes.error(
        node, "the function '\(name)', which is not there", expected: Names.like(name, in: names))
    }
    return name
  }

  /// A section that is there, for text or for data.
  private func section(_ node: YAMLNode, isText: Bool) throws(ParseError) -> String {
    let name = try nodes.name(node, "section")
    let sections = scenario.sections.filter { section in
      section.sectionClass != .user && section.sectionClass != .directMap && section.pieces.first != nil
        && section.pieces[0].isExecutable == isText
    }
    guard sections.contains(where: { $0.name == name }) else {
      let isOther = scenario.sections.contains { $0.name == name }
      throw nodes.error(
        node, "the section '\(name)', which is not \(isOther ? isText ? "for text" : "for data" : "there")",
        expected: sections.map(\.name).joined(separator: ", "))
    }
    return name
  }
}

extension Array {
  /// Puts an element at `index`, or behind all others if that is nil.
  fileprivate mutating func replace(_ index: Int?, with element: Element) {
    if let index { self[index] = element } else { append(element) }
  }
}

extension EntryPoint.Kind {
  /// The vectors that such an entry can have.
  fileprivate var vectors: ClosedRange<Int> {
    switch self {
    case .syscall: 0...0
    case .interrupt: 32...255
    case .nmi: 2...2
    case .exception: 0...31
    }
  }

  /// The vector if none is given.
  fileprivate var usualVector: Int { self == .interrupt ? 128 : vectors.lowerBound }
}
