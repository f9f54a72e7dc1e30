/// Finds entries of a table by their names and stubs, the first of each, without a look at all of them.
package struct EntryNames: Sendable {
  private struct Key: Hashable {
    let kind: EntryPoint.Kind
    let text: String
  }

  /// The entries, in order.
  package private(set) var entries: [EntryPoint] = []
  private var byName: [Key: Int] = [:]
  private var byStub: [Key: Int] = [:]
  /// By name, whatever the kind.
  private var first: [String: Int] = [:]

  /// Finds these entries.
  package init(_ entries: [EntryPoint]) {
    for entry in entries { add(entry) }
  }

  /// Adds an entry behind the others.
  package mutating func add(_ entry: EntryPoint) {
    let position = entries.count
    entries.append(entry)
    func keep<Key>(_ key: Key, _ positions: inout [Key: Int]) {
      if positions[key] == nil { positions[key] = position }
    }
    keep(Key(kind: entry.kind, text: entry.name), &byName)
    keep(Key(kind: entry.kind, text: entry.stub), &byStub)
    keep(entry.name, &first)
  }

  /// The position of the first entry with a name and one of some kinds.
  package func position(_ name: String, _ kinds: [EntryPoint.Kind]) -> Int? {
    kinds.compactMap { byName[Key(kind: $0, text: name)] }.min()
  }

  /// The position of the first entry with a name and a kind.
  package func position(_ name: String, _ kind: EntryPoint.Kind) -> Int? { byName[Key(kind: kind, text: name)] }

  /// The position of the first entry with a stub and a kind.
  package func position(ofStub stub: String, _ kind: EntryPoint.Kind) -> Int? { byStub[Key(kind: kind, text: stub)] }

  /// The first entry with a name, of any kind.
  package func first(ofName name: String) -> EntryPoint? { first[name].map { entries[$0] } }
}

/// Whether all that events name is there: asked of every event, so that it does not look at all of a scenario each time.
package struct EventNames: Sendable {
  private let entries: EntryNames
  private let data: Set<String>
  private let threads: Set<String>

  /// Knows what a scenario has.
  package init(_ scenario: Scenario) {
    entries = EntryNames(scenario.entries)
    data = Set(scenario.data.map(\.name))
    threads = Set(scenario.threads.map(\.name))
  }

  /// Throws what an event, or one inside of it, names and is not there.
  package func check(_ event: ScenarioEvent) throws(ScenarioError) {
    func need(_ name: String, _ kinds: EntryPoint.Kind...) throws(ScenarioError) {
      if entries.position(name, kinds) == nil { throw .unknownEntry(name, kinds: kinds.map(\.rawValue)) }
    }
    switch event.kind {
    case .syscall(let name): try need(name, .syscall)
    case .interrupt(let name): try need(name, .interrupt, .exception)
    case .nmi(let name): try need(name, .nmi)
    case .probe(let name): if !data.contains(name) { throw .unknownData(name, of: "a probe") }
    case .schedule(let name): if !threads.contains(name) { throw .unknownThread(name) }
    case .demandFault, .end: break
    }
    for nested in event.during { try check(nested.event) }
  }
}
