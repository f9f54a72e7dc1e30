import Diagnostics
import Isolation
import ScenarioModel

/// Follows the code of entries in the order in which it runs, as long as it is in the exposed space.
struct ExposedWalk {
  private struct Key: Hashable {
    let function: String
    let offset: Int
    let object: String
  }

  private let functions: [String: KernelFunction]
  private let data: [String: DataObject]
  private let classes: [String: SectionClass]
  private let order: [String: Int]
  private let directMap: String?
  private let exposed: Set<SectionClass>
  private let gates: Settings.GatePolicy

  private var found: [Key: SectionFinding] = [:]
  /// For each function that was followed: whether the exposed space is still there at its end.
  private var staysExposed: [String: Bool] = [:]

  init(_ scenario: Scenario, exposed: Set<SectionClass>, gates: Settings.GatePolicy) {
    functions = Dictionary(scenario.functions.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    data = Dictionary(scenario.data.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    classes = Dictionary(
      scenario.sections.map { ($0.name, $0.sectionClass) }, uniquingKeysWith: { first, _ in first })
    order = Dictionary(
      scenario.functions.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    directMap = scenario.sections.first { $0.sectionClass == .directMap }?.name
    self.exposed = exposed
    self.gates = gates
  }

  /// The findings by section, function and place.
  var sorted: [SectionFinding] {
    found.values.sorted { one, other in
      if one.functionSection != other.functionSection { return one.functionSection < other.functionSection }
      let places = (order[one.function] ?? -1, order[other.function] ?? -1)
      if places.0 != places.1 { return places.0 < places.1 }
      if one.function != other.function { return one.function < other.function }
      return (one.offset, one.object) < (other.offset, other.object)
    }
  }

  /// Follows an entry's function, which the entry code calls.
  mutating func visit(_ entry: EntryPoint) {
    let caller = entry.kind == .syscall ? ("do_syscall_64", 0x3a) : (entry.stub, entry.kind == .nmi ? 0x90 : 0xf)
    let section = entry.kind == .syscall ? ".text..exposed" : ".entry.text"
    checkCall(of: entry.function, from: caller.0, offset: caller.1, in: section, [], entry)
    _ = visit(entry.function, [], entry)
  }

  /// Follows a function; returns whether the exposed space is still there at its end.
  private mutating func visit(_ name: String, _ path: [String], _ entry: EntryPoint) -> Bool {
    if let known = staysExposed[name] { return known }
    guard let function = functions[name], !path.contains(name) else { return true }
    let here = path + [name]
    var isExposed = true
    for (index, act) in function.acts.enumerated() where isExposed {
      let offset = KernelFunction.offset(ofAct: index)
      switch act {
      case .read(let object), .write(let object):
        guard let section = data[object]?.section, !isMapped(section) else { continue }
        add(.data, function, offset, object, section, here, entry)
      case .call(let callee):
        checkCall(of: callee, from: name, offset: offset, in: function.section, here, entry)
        isExposed = visit(callee, here, entry)
      case .callThroughGate: isExposed = gates == .scoped
      case .mapPage:
        guard let directMap, !isMapped(directMap) else { continue }
        add(.data, function, offset, KernelFunction.pageTables, directMap, here, entry)
      case .readUser, .writeUser, .badPointer: continue
      }
    }
    staysExposed[name] = isExposed
    return isExposed
  }

  private mutating func checkCall(
    of callee: String, from caller: String, offset: Int, in section: String, _ path: [String], _ entry: EntryPoint
  ) {
    guard let text = functions[callee]?.section, !isMapped(text) else { return }
    add(.call, KernelFunction(caller, section: section, []), offset, callee, text, path, entry)
  }

  private mutating func add(
    _ id: RuleID, _ function: KernelFunction, _ offset: Int, _ object: String, _ section: String,
    _ path: [String], _ entry: EntryPoint
  ) {
    let key = Key(function: function.name, offset: offset, object: object)
    guard found[key] == nil else { return }
    found[key] = SectionFinding(
      id: id, severity: .error, entry: entry, path: path, function: function.name, offset: offset,
      functionSection: function.section, object: object, section: section)
  }

  private func isMapped(_ section: String) -> Bool { classes[section].map { exposed.contains($0) } ?? false }
}
