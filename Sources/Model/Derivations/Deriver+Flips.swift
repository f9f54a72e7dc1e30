import Isolation
import ScenarioModel

/// Mappings to transitions, flip points and what is owed there.
extension Deriver {
  mutating func findTransitions() {
    for plan in plans {
      let event = Self.words(of: plan)
      if plan.spaceKind == .private {
        let place = !flipsAtEntry ? dispatch(of: plan.kind) : "in its entry code"
        transitions.append(.init(from: .exposed, to: .private, at: "\(event), \(place)", reason: plan.reason))
      }
      for gate in plan.gates {
        transitions.append(
          .init(
            from: .exposed, to: .private, at: "\(event), before \(gate)", reason: "\(gate) is called through a gate"))
      }
      guard plan.spaceKind == .private || !plan.gates.isEmpty else { continue }
      let place = endsAtGate(plan) ? "at the end of its gate" : "before it returns"
      transitions.append(
        .init(
          from: .private, to: .exposed, at: "\(event), \(place)",
          reason: endsAtGate(plan)
            ? "scoped: nothing behind the gate needs the private space"
            : "user code must not run with the private space"))
    }
    guard !flipsAtEntry else { return }
    transitions += [
      .init(from: .exposed, to: .private, at: "switch of threads, in __schedule", reason: whyScheduler),
      .init(
        from: .private, to: .exposed, at: "switch of threads, before the picked thread returns",
        reason: "user code must not run with the private space"),
    ]
  }

  /// Whether the private half is given back before the exit.
  private func endsAtGate(_ plan: Derivation.Plan) -> Bool {
    settings.gates == .scoped && !flipsAtEntry && (plan.spaceKind == .exposed || plan.kind == .syscall)
  }

  private var whyScheduler: String {
    let queues = scenario.data.first { $0.name == "runqueues" }
    let place = queues.map { " (runqueues, \($0.section))" } ?? ""
    return "the scheduler works for all processes\(place)"
  }

  private func dispatch(of kind: EntryPoint.Kind) -> String {
    switch kind {
    case .syscall: "at its dispatch"
    case .interrupt, .exception: "before its handler"
    case .nmi: "in its entry code"
    }
  }

  /// "syscall read", "interrupt timer".
  static func words(of plan: Derivation.Plan) -> String {
    plan.entry == plan.kind.rawValue ? plan.entry : "\(plan.kind.rawValue) \(plan.entry)"
  }

  /// One flip point a site, in the order of the sites.
  mutating func findFlips() {
    var users: [FlipSite.ID: [String]] = [:]
    for plan in plans where plan.spaceKind == .private || !plan.gates.isEmpty {
      for id in sites(of: plan) where !(users[id] ?? []).contains(plan.entry) {
        users[id, default: []].append(plan.entry)
      }
    }
    if !flipsAtEntry {
      // A thread that was picked returns to user code from wherever it was switched away.
      let ends: [FlipSite.ID] = settings.gates == .scoped ? [.gateReturn] : []
      for id in [.gateSchedule, .sysretExit, .iretExit] + ends { users[id, default: []] += [] }
    }
    for id in FlipSite.ID.allCases {
      guard let entries = users[id], let to = FlipSite(id).to else { continue }
      flips.append(
        .init(
          site: FlipSite(id), from: to == .private ? .exposed : .private, to: to, entries: entries,
          reason: reason(of: id)))
    }
  }

  /// The sites that an entry can pass, from user code and from kernel code in the exposed half.
  private func sites(of plan: Derivation.Plan) -> [FlipSite.ID] {
    let point = scenario.entry(plan.entry, plan.kind)
    let isParanoid = point?.isParanoid ?? false
    if point?.vector == 8 {
      return flipsAtEntry || plan.spaceKind == .private ? [.paranoidEntry, .paranoidReturn] : []
    }
    let back: FlipSite.ID = plan.kind == .nmi ? .paranoidExit : isParanoid ? .paranoidReturn : .gateReturn
    if flipsAtEntry {
      switch plan.kind {
      case .syscall: return [.syscallEntry, .sysretExit, .iretExit]
      case .nmi: return [.nmiEntry, .iretExit, .paranoidEntry, back]
      case .interrupt, .exception: return [.errorEntry, .iretExit] + (isParanoid ? [.paranoidEntry, back] : [])
      }
    }
    var there: [FlipSite.ID] = [.gateCall]
    if plan.spaceKind == .private {
      switch plan.kind {
      case .syscall: there = [.gateSyscall]
      case .interrupt: there = [.gateInterrupt]
      case .exception: there = [.gatePageFault]
      case .nmi: there = [.nmiEntry]
      }
      if isParanoid { there.append(.paranoidEntry) }
    }
    if endsAtGate(plan) { return there + [.gateReturn] }
    return plan.kind == .syscall ? there + [.sysretExit, .iretExit] : there + [.iretExit, back]
  }

  private func reason(of id: FlipSite.ID) -> String {
    switch id {
    case .syscallEntry, .errorEntry, .nmiEntry:
      flipsAtEntry ? whyEntry(id) : "the handler is private, and an NMI has no gate of its own"
    case .paranoidEntry: "it may interrupt code in the exposed space, whatever CS says: CR3 decides"
    case .sysretExit: "the return of a syscall to user code"
    case .iretExit: "the return to user code by IRET"
    case .paranoidExit, .paranoidReturn: "back to the space that was interrupted, if CR3 was changed"
    case .switchMM: "another process"
    case .gateSyscall: "one gate at the dispatch of the syscalls that are private"
    case .gateInterrupt: "one gate before the handlers that are private"
    case .gatePageFault: "one gate before the handlers of exceptions that are private"
    case .gateSchedule: whyScheduler
    case .gateCall: "a gate around the call"
    case .asiEnter, .asiExit, .asiStartAbort, .asiStartAbortParanoid, .asiAbort, .restrictedExit, .restrictedEnter:
      "a state decides at run time: no scope derives it"
    case .gateReturn:
      settings.gates == .scoped
        ? "scoped: the end of a gate gives the private space back"
        : "an interrupt of code in the exposed space goes back there"
    }
  }

  private func whyEntry(_ id: FlipSite.ID) -> String {
    let kinds: [EntryPoint.Kind]
    switch id {
    case .syscallEntry: kinds = [.syscall]
    case .nmiEntry: kinds = [.nmi]
    default: kinds = [.interrupt, .exception]
    }
    let need = kinds.compactMap { entryNeeds[$0] }.first
    guard let need else { return "entry code of other kinds needs what is not exposed" }
    return "or the next code faults: \(Self.words(need))"
  }

  mutating func findDuties() {
    guard flips.contains(where: { $0.to == .private }) else { return }
    if scope.vulnerabilities.contains(.mds) && settings.mdsCPU {
      clears.append(
        .init(
          kind: .verw, from: .private, to: .exposed,
          reason:
            "MDS: private work leaves what it touched in buffers; behind the flip, or speculation fills them again"))
      syncs.append(
        .init(
          kind: .sync, from: .exposed, to: .private,
          reason: "MDS: a sibling in user code shares the fill buffers; it is held until they are cleared"))
    }
    if scope.vulnerabilities.contains(.l1tf) && settings.l1tfCPU {
      clears.append(
        .init(
          kind: .flushL1D, from: .private, to: .exposed,
          reason: "L1TF: what private work left in the L1 data cache can be read, mapped or not"))
    }
  }
}
