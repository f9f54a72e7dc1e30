package import Isolation
import PageTables

extension Scenario {
  /// What the entry and exit code around an entry's function needs mapped if nothing flips: its text, the
  /// kernel stack, per-CPU data. In the order in which it is met; the path is the symbol that needs it.
  package func entryCodeNeeds(of entry: EntryPoint, settings: Settings) throws(ScenarioError) -> [Need] {
    var code = EntryCode(
      Assembler(layout: try ScenarioLayout(self)), design: .unified, settings: settings, flipsAtEntry: false)
    var operations: [Operation]
    switch entry.kind {
    case .syscall: operations = code.syscall(returnsWithIret: false) + code.syscall(returnsWithIret: true)
    case .interrupt, .exception: operations = code.interruptFromUser(entry)
    case .nmi: operations = code.nmiFromUser(entry)
    }
    // What runs only behind a flip, or after a fault, is not met in the exposed space.
    operations.removeAll { operation in
      if case .always = operation.condition { false } else { true }
    }
    return needs(of: operations, steps: code.assembler.steps)
  }

  /// Whether every kernel entry has to flip before its entry code is done. Under pti all do; under the unified
  /// design those whose scope does not expose what the entry code touches.
  package func flipsAtEntry(design: Design, settings: Settings) throws(ScenarioError) -> Bool {
    guard design == .unified else { return design == .pti }
    return try !needsThatFlipAtEntry(settings).isEmpty
  }

  /// For each kind of entry the first thing that its code needs and that the scope does not expose.
  package func needsThatFlipAtEntry(_ settings: Settings) throws(ScenarioError) -> [EntryPoint.Kind: Need] {
    let exposed = Design.unified.exposedClasses(scope: scope, settings: settings)
    var found: [EntryPoint.Kind: Need] = [:]
    for kind in EntryPoint.Kind.allCases {
      guard let entry = entries.first(where: { $0.kind == kind }) else { continue }
      let needs = try entryCodeNeeds(of: entry, settings: settings)
      found[kind] = needs.first { !exposed.contains($0.sectionClass) }
    }
    return found
  }

  private func needs(of operations: [Operation], steps: StepTable) -> [Need] {
    var needs: [Need] = []
    var seen: Set<Need> = []
    func add(_ symbol: String, _ address: VirtualAddress, object: String, isText: Bool) {
      guard let section = section(at: address) else { return }
      let need = Need(
        path: [symbol], object: object, isText: isText, section: section.name, sectionClass: section.sectionClass)
      if seen.insert(need).inserted { needs.append(need) }
    }
    for operation in operations {
      let site = steps.sites[operation.site]
      let symbol = String(site.symbol.prefix { $0 != "+" })
      add(symbol, site.rip, object: symbol, isText: true)
      for operand in operation.operands {
        let name = operand.symbol.map { steps.text($0) } ?? "the kernel stack"
        add(symbol, VirtualAddress(operand.base), object: name, isText: false)
      }
    }
    return needs
  }

  /// The section of an address in the first copy; of two the one that is not the map of all memory.
  private func section(at address: VirtualAddress) -> Section? {
    let found = sections.filter { section in
      section.pieces.contains { address.rawValue &- $0.start.rawValue < $0.length }
    }
    return found.first { $0.sectionClass != .directMap } ?? found.first
  }
}
