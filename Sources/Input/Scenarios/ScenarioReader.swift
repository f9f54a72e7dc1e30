import Diagnostics
import Isolation
import ScenarioModel
import YAML

/// Reads a scenario's map from top to bottom: what is named below has to be there above, or in the standard kernel.
struct ScenarioReader {
  /// A part of the kernel that the file describes.
  enum Part: Hashable {
    case section, function, data, entry

    /// How many a file can describe.
    var limit: Int { self == .entry ? 256 : 4096 }
  }

  /// The keys of a scenario.
  private static let keys = [
    "name", "about", "design", "settings", "scope", "threads", "policy", "sections", "asi-ranges", "functions", "data",
    "entries", "include", "events",
  ]

  let nodes: NodeReader
  var scenario: Scenario
  /// What the classes of sections are that do not say theirs.
  var rules = LinkClassRules(.standard)
  /// Where the file describes parts of the kernel, by name.
  var places: [Part: [String: YAMLNode]] = [:]
  /// What functions of the file do, by name.
  var actNodes: [String: YAMLNode] = [:]
  /// The entries whose marking the file says itself.
  var markedEntries: Set<String> = []
  /// Opens files beside the scenario; nil if it has none.
  let neighbour: ScenarioFile.Neighbour?

  init(_ text: YAMLText, name: String, neighbour: ScenarioFile.Neighbour?) {
    nodes = NodeReader(text: text)
    self.neighbour = neighbour
    scenario = Scenario(name: name, events: [])
  }

  /// Reads and checks all of it.
  mutating func read(_ root: YAMLNode) throws(ParseError) -> Scenario {
    let fields = try nodes.fields(root, "a scenario", keys: Self.keys)
    if let node = fields["name"] { scenario.name = try nodes.name(node, "name") }
    if let node = fields["about"] { scenario.about = try nodes.prose(node, "about") }
    if let node = fields["design"] {
      scenario.design = Design(named: try nodes.word(node, "design", of: Design.all.map(\.name))) ?? .standard
    }
    if let node = fields["settings"] { try readSettings(node) }
    if let node = fields["scope"] { scenario.scope = try readScope(node) }
    if let node = fields["threads"] { scenario.threads = try readThreads(node) }
    if let node = fields["policy"] { try readPolicy(node, settings: fields["settings"]) }
    if let node = fields["sections"] { try readSections(node) }
    if let node = fields["asi-ranges"] { scenario.asiRanges = try readRanges(node) }
    if let node = fields["functions"] { try readFunctions(node) }
    if let node = fields["data"] { try readData(node) }
    if let node = fields["entries"] { try readEntries(node) }
    if let node = fields["include"] { try readIncludes(node) }
    try checkCode(at: root)
    guard let node = fields["events"] else { throw nodes.error(root, "no events", expected: "the key events, a list") }
    var events = EventReader(nodes, scenario)
    scenario.events = try events.read(node)
    return scenario
  }

  private mutating func readSettings(_ node: YAMLNode) throws(ParseError) {
    let fields = try nodes.fields(node, "settings", keys: Settings.keys.map(\.name))
    for key in Settings.keys {
      guard let value = fields[key.name] else { continue }
      let isSwitch = key.values == ["on", "off"]
      let word =
        isSwitch ? try nodes.flag(value, key.name) ? "on" : "off" : try nodes.word(value, key.name, of: key.values)
      key.set(&scenario.settings, word)
    }
    if let problem = scenario.settings.problem(under: scenario.design) { throw nodes.error(node, problem) }
  }

  private func readScope(_ node: YAMLNode) throws(ParseError) -> ProtectionScope {
    let presets = ProtectionScope.presets
    if case .scalar = node.content {
      let name = try nodes.word(node, "scope", of: presets.map(\.name))
      return presets.first { $0.name == name } ?? .secretsOnly
    }
    let fields = try nodes.fields(
      node, "scope", keys: ["name", "adversary", "vulnerabilities", "public", "own", "exposes"])
    var scope = ProtectionScope.secretsOnly
    scope.name = try fields["name"].map { value throws(ParseError) in try nodes.name(value, "name") } ?? "own"
    if let value = fields["adversary"] { scope.adversary = try nodes.choice(value, "adversary") }
    if let value = fields["vulnerabilities"] { scope.vulnerabilities = try choices(value, "vulnerabilities") }
    if let value = fields["public"] { scope.publicClasses = try choices(value, "public") }
    if let value = fields["own"] { scope.ownClasses = try choices(value, "own") }
    if let value = fields["exposes"] {
      let exposes: Set<SectionClass> = try choices(value, "exposes")
      guard !exposes.contains(.directMap) else {
        throw nodes.error(value, "direct-map for exposes, which shows all of memory", expected: "other classes")
      }
      scope.exposes = exposes
    }
    return scope
  }

  private func choices<Value: RawRepresentable<String> & CaseIterable & Hashable>(
    _ node: YAMLNode, _ what: String
  ) throws(ParseError) -> Set<Value> {
    var values: Set<Value> = []
    for item in try nodes.list(node, what) { values.insert(try nodes.choice(item, what)) }
    return values
  }

  private func readThreads(_ node: YAMLNode) throws(ParseError) -> [Scenario.Thread] {
    var threads: [Scenario.Thread] = []
    for item in try nodes.list(node, "threads") {
      let thread = try readThread(item)
      guard !threads.contains(where: { $0.name == thread.name }) else {
        throw nodes.error(item, "a second thread '\(thread.name)'", expected: "names that differ")
      }
      threads.append(thread)
    }
    if let first = threads.first, first.cpu == 1 {
      throw nodes.error(node, "a first thread of cpu 1", expected: "one of cpu 0 before it: that one runs at the start")
    }
    guard (1...Self.threadLimit).contains(threads.count) else {
      throw nodes.error(node, "\(threads.count) threads", expected: "1 to \(Self.threadLimit)")
    }
    return threads
  }

  /// More kernel stacks have no room below the slab.
  private static let threadLimit = 64
  /// More tasks have no room below the kernel stacks.
  private static let processes = "ABCDEFGHIJKLMNOP".map { String($0) }

  private func readThread(_ node: YAMLNode) throws(ParseError) -> Scenario.Thread {
    let expected = "A to P, kernel, idle"
    if case .scalar = node.content {
      let name = try nodes.name(node, "a thread")
      guard let process = Self.processes.firstIndex(of: name) else {
        throw nodes.error(node, "'\(name)' for a thread", expected: "A to P, or a map with name and process")
      }
      return Scenario.Thread(name, process: process)
    }
    let fields = try nodes.fields(node, "a thread", keys: ["name", "process", "cpu", "cookie"])
    guard let nameNode = fields["name"] else { throw nodes.error(node, "a thread without name", expected: "name") }
    var thread = Scenario.Thread(try nodes.name(nameNode, "name"), process: nil)
    let place = fields["process"] ?? nameNode
    switch try nodes.name(place, "process") {
    case "kernel": break
    case "idle": thread.isIdle = true
    case let letter:
      guard let process = Self.processes.firstIndex(of: letter) else {
        throw nodes.error(place, "'\(letter)' for process", expected: expected)
      }
      thread.process = process
    }
    if let value = fields["cpu"] { thread.cpu = try nodes.number(value, "cpu", in: 0...1) }
    if let value = fields["cookie"] { thread.cookie = try nodes.number(value, "cookie", in: 0...(1 << 30)) }
    return thread
  }

  /// The sections that asi3 maps under the policy "ranges", after the sections.
  private func readRanges(_ node: YAMLNode) throws(ParseError) -> [String] {
    var names: [String] = []
    let sections = scenario.sections.filter { $0.sectionClass != .user }.map(\.name)
    for item in try nodes.list(node, "asi-ranges") {
      let name = try nodes.name(item, "asi-ranges")
      guard sections.contains(name) else {
        throw nodes.error(
          item, "the section '\(name)', which is not there", expected: Names.like(name, in: sections))
      }
      names.append(name)
    }
    return names
  }
}
