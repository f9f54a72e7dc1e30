import Diagnostics
import Isolation
import Machine
import YAML

/// Reads events in their order, and knows which thread runs.
struct EventReader {
  /// The keys of which an event has one.
  static let kinds = ["syscall", "irq", "nmi", "fault", "probe", "switch"]
  private static let options = ["during", "misses-exit-flip", "returns-with-iret", "cpu", "repeat"]

  /// Where an event happens.
  enum Place: Hashable {
    /// Where the running thread is by itself.
    case top
    /// In the kernel, inside of another event.
    case inside
    /// In an NMI or a double fault, where nothing can be scheduled.
    case paranoid
  }

  let nodes: NodeReader
  let scenario: Scenario
  /// The thread that runs on each CPU.
  private var current: [Int]
  private var count = 0
  /// The symbols before which something can happen; made when first asked for.
  private var symbols: Set<String> = []

  init(_ nodes: NodeReader, _ scenario: Scenario) {
    self.nodes = nodes
    self.scenario = scenario
    current = (0...1).map { cpu in scenario.threads.firstIndex { $0.cpu == cpu } ?? 0 }
  }

  /// Reads a list of events and of groups of events.
  mutating func read(_ node: YAMLNode) throws(ParseError) -> [ScenarioEvent] {
    var events: [ScenarioEvent] = []
    for item in try nodes.list(node, "events") {
      if case .mapping(let pairs) = item.content, pairs.contains(where: { $0.key == "events" }) {
        events += try readGroup(item)
      } else {
        let times = try repeats(of: item)
        let event = try read(item, .top, cpu: 0)
        if times > 1 { _ = try read(item, .top, cpu: 0) }
        try add(times, item)
        events += repeatElement(event, count: times)
      }
    }
    return events
  }

  private mutating func readGroup(_ node: YAMLNode) throws(ParseError) -> [ScenarioEvent] {
    let fields = try nodes.fields(node, "a group of events", keys: ["events", "repeat"])
    let times = try repeats(of: node)
    guard let list = fields["events"] else { return [] }
    var events: [ScenarioEvent] = []
    // The second time the thread of the group's end runs at its beginning; a third time is like the second.
    for round in 0..<min(times, 2) {
      for item in try nodes.list(list, "events") {
        let event = try read(item, .top, cpu: 0)
        if round == 0 { events.append(event) }
        if case .mapping(let pairs) = item.content, let pair = pairs.first(where: { $0.key == "repeat" }) {
          throw nodes.text.error(at: pair.mark, "repeat inside of a group", expected: "it beside the group's events")
        }
      }
    }
    guard !events.isEmpty else { return [] }
    guard times <= ScenarioFile.eventLimit / events.count else { throw tooMany(node) }
    try add(times * events.count, node)
    return Array(repeatElement(events, count: times).joined())
  }

  private func repeats(of node: YAMLNode) throws(ParseError) -> Int {
    guard case .mapping(let pairs) = node.content, let pair = pairs.first(where: { $0.key == "repeat" }) else {
      return 1
    }
    return try nodes.number(pair.value, "repeat", in: 1...ScenarioFile.eventLimit)
  }

  private mutating func add(_ number: Int, _ node: YAMLNode) throws(ParseError) {
    count += number
    guard count <= ScenarioFile.eventLimit else { throw tooMany(node) }
  }

  private func tooMany(_ node: YAMLNode) -> ParseError {
    nodes.error(node, "more than \(ScenarioFile.eventLimit) events, with those that are repeated", expected: "fewer")
  }

  /// Reads an event; `cpu` is the one on which it happens if it does not say.
  private mutating func read(_ node: YAMLNode, _ outer: Place, cpu: Int) throws(ParseError) -> ScenarioEvent {
    let more = outer == .top ? Self.options : ["at"] + Self.options.filter { $0 != "repeat" }
    let fields = try nodes.fields(node, "an event", keys: Self.kinds + more)
    let kinds = Self.kinds.filter { fields[$0] != nil }
    guard let key = kinds.first, let value = fields[key] else {
      throw nodes.error(node, "an event of no kind", expected: "one of \(Self.kinds.joined(separator: ", "))")
    }
    guard kinds.count == 1 else {
      throw nodes.error(node, "an event of two kinds, \(kinds[0]) and \(kinds[1])", expected: "one")
    }
    let own = try fields["cpu"].map { value throws(ParseError) in try self.cpu(value) } ?? cpu
    // The other CPU is where it is by itself.
    let place = own == cpu ? outer : .top
    let (kind, inner) = try self.kind(key, value, place, cpu: own)
    var event = ScenarioEvent(kind, cpu: own)
    if let flag = fields["misses-exit-flip"] {
      event.missesExitFlip = try nodes.flag(flag, "misses-exit-flip")
      if key == "switch" && event.missesExitFlip {
        throw nodes.error(flag, "misses-exit-flip of a switch", expected: "it at another event")
      }
    }
    if let flag = fields["returns-with-iret"] {
      event.returnsWithIret = try nodes.flag(flag, "returns-with-iret")
      if key != "syscall" && event.returnsWithIret {
        throw nodes.error(flag, "returns-with-iret of \(key)", expected: "it at a syscall")
      }
    }
    if let list = fields["during"] { event.during = try readNested(list, inner, cpu: own) }
    if case .schedule(let name) = kind { try run(name, value, cpu: own) }
    return event
  }

  private func cpu(_ node: YAMLNode) throws(ParseError) -> Int {
    let cpu = try nodes.number(node, "cpu", in: 0...1)
    guard scenario.threads.contains(where: { $0.cpu == cpu }) else {
      throw nodes.error(node, "an event on cpu \(cpu), where no thread is", expected: "a thread with cpu: \(cpu)")
    }
    return cpu
  }

  private mutating func readNested(_ node: YAMLNode, _ place: Place, cpu: Int) throws(ParseError) -> [ScenarioEvent
    .Nested]
  {
    var nested: [ScenarioEvent.Nested] = []
    for item in try nodes.list(node, "during") {
      let event = try read(item, place, cpu: cpu)
      guard case .mapping(let pairs) = item.content, let at = pairs.first(where: { $0.key == "at" })?.value else {
        throw nodes.error(item, "an event during another without a place", expected: "at: a symbol, such as vfs_read")
      }
      let symbol = try nodes.name(at, "at")
      try check(symbol, at)
      nested.append(.init(at: symbol, event))
    }
    return nested
  }

  /// Whether any of the designs has an instruction at this symbol.
  private mutating func check(_ symbol: String, _ node: YAMLNode) throws(ParseError) {
    if symbols.isEmpty {
      for design in Design.all {
        var setup = ScenarioRun.Setup(scenario)
        setup.design = design
        let sites = (try? ScenarioRun.record(setup))?.steps.sites ?? []
        for site in sites {
          symbols.insert(site.symbol)
          symbols.insert(String(site.symbol.prefix { $0 != "+" }))
        }
      }
    }
    guard symbols.contains(symbol) else {
      let bare = symbols.filter { !$0.contains("+") }.sorted()
      throw nodes.error(node, "'\(symbol)', where nothing runs", expected: Names.like(symbol, in: bare))
    }
  }

  /// Another thread runs from now on.
  private mutating func run(_ name: String, _ node: YAMLNode, cpu: Int) throws(ParseError) {
    guard let index = scenario.threads.firstIndex(where: { $0.name == name }) else {
      throw nodes.error(
        node, "the thread '\(name)', which is not there",
        expected: Names.like(name, in: scenario.threads.map(\.name)))
    }
    guard scenario.threads[index].cpu == cpu else {
      throw nodes.error(
        node, "a switch on cpu \(cpu) to '\(name)', a thread of the other", expected: "a thread of cpu \(cpu)")
    }
    guard index != current[cpu] else {
      throw nodes.error(node, "a switch to '\(name)', which runs already", expected: "another thread")
    }
    current[cpu] = index
  }
}

extension EventReader {
  /// What happens, and what kind of place that is for what happens during it.
  private func kind(_ key: String, _ value: YAMLNode, _ place: Place, cpu: Int) throws(ParseError)
    -> (ScenarioEvent.Kind, Place)
  {
    let name = try nodes.name(value, key)
    let inner: Place = place == .paranoid ? .paranoid : .inside
    switch key {
    case "syscall":
      try checkUserCode("a syscall", value, place, cpu: cpu)
      return (.syscall(try entry(name, value, .syscall)), inner)
    case "irq": return (.interrupt(try entry(name, value, .interrupt)), inner)
    case "nmi": return (.nmi(try entry(name, value, .nmi)), .paranoid)
    case "fault" where name == "demand":
      try checkUserCode("a demand fault", value, place, cpu: cpu)
      return (.demandFault, inner)
    case "fault":
      let fault = try entry(name, value, .exception, others: ["demand"])
      let isParanoid = scenario.entry(fault, .exception)?.isParanoid == true
      return (.interrupt(fault), isParanoid ? .paranoid : inner)
    case "probe":
      try checkUserCode("a probe", value, place, cpu: cpu)
      guard scenario.data.contains(where: { $0.name == name }) else {
        throw nodes.error(
          value, "the data '\(name)', which is not there", expected: Names.like(name, in: scenario.data.map(\.name)))
      }
      return (.probe(name), inner)
    default:
      guard place != .paranoid else {
        throw nodes.error(
          value, "a switch inside of an NMI or a paranoid exception", expected: "it outside: they cannot schedule")
      }
      return (.schedule(name), inner)
    }
  }

  private func entry(_ name: String, _ node: YAMLNode, _ kind: EntryPoint.Kind, others: [String] = [])
    throws(ParseError) -> String
  {
    guard scenario.entry(name, kind) == nil else { return name }
    let names = others + scenario.entries.filter { $0.kind == kind }.map(\.name)
    throw nodes.error(
      node, "the \(kind.rawValue) '\(name)', which is not there", expected: Names.like(name, in: names))
  }

  /// Only user code makes a syscall or touches its memory.
  private func checkUserCode(_ what: String, _ node: YAMLNode, _ place: Place, cpu: Int) throws(ParseError) {
    guard place == .top else {
      throw nodes.error(node, "\(what) during another event", expected: "irq, nmi, fault or switch: the kernel runs")
    }
    let thread = scenario.threads[current[cpu]]
    guard thread.process != nil else {
      throw nodes.error(
        node, "\(what) of '\(thread.name)', a kernel thread", expected: "a switch to a thread with user code before it")
    }
  }
}
