package import Isolation
import PageTables
import Recordings
import ScenarioMemory
package import ScenarioModel

extension Scenario {
  /// What the entry and exit code around an entry's function needs mapped if nothing flips: its text, the
  /// kernel stack, per-CPU data. In the order in which it is met; the path is the symbol that needs it.
  package func entryCodeNeeds(of entry: EntryPoint, settings: Settings) throws(ScenarioError) -> [Need] {
    var code = EntryCode(
      assembler: Assembler(layout: try ScenarioLayout(self)), design: .standard, settings: settings,
      flipsAtEntry: false, entersIsolated: false, hasSibling: false)
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

  /// Whether every kernel entry has to flip before its entry code is done. Under pti and asi3 all do; under gasi
  /// and unified those whose scope does not expose what the entry code touches.
  package func flipsAtEntry(design: Design, settings: Settings) throws(ScenarioError) -> Bool {
    if !design.isSplit { return false }
    if design.flipsAtEveryEntry { return true }
    return try !needsThatFlipAtEntry(settings, design: design).isEmpty
  }

  /// Whether syscalls enter a third space: it has to map what the code around their functions touches.
  func entersIsolated(design: Design, settings: Settings) throws(ScenarioError) -> Bool {
    guard design.exposedKind == .isolated else { return false }
    return try needsThatFlipAtEntry(settings, design: design)[.syscall] == nil
  }

  /// What C code looks at on its way in and out, with the kernel stack at hand.
  private static let workFlags = "task_struct.flags"

  /// For each kind of entry the first thing that its code needs and that is not exposed.
  package func needsThatFlipAtEntry(_ settings: Settings, design: Design = .standard) throws(ScenarioError)
    -> [EntryPoint.Kind: Need]
  {
    var found: [EntryPoint.Kind: Need] = [:]
    for kind in EntryPoint.Kind.allCases {
      guard let entry = entries.first(where: { $0.kind == kind }) else { continue }
      let needs = try entryCodeNeeds(of: entry, settings: settings)
      found[kind] = needs.first { need in
        // A page fault ends the exposed space wherever it comes: only what it needs itself has to be there.
        if design.leavesByFault && need.object == Self.workFlags { return false }
        return !exposes(need.section, need.sectionClass, design: design, settings: settings)
      }
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
