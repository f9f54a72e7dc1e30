extension Design {
  /// Two spaces, E and P: what may leak to the process is exposed to it, and the kernel leaves E only for
  /// what is private. P. Zijlstra and T. Gleixner, LKML 12 July 2019; never built.
  package static let unified = Design(
    name: "unified", summary: "user and exposed kernel code share a space; only private work flips",
    rule: "user code and kernel run in E, which does not map private data. An entry that needs some flips E>P before "
      + "its function, and P>E when it returns to where it came from. In P nothing has to flip. The scheduler works in P; "
      + "a switch of processes flips P(A)>P(B).",
    halves: "The unified design gives a process two spaces: E, with which user code and most kernel code run, "
      + "maps what the process may know; P maps everything.",
    spaces: [
      DesignSpace(kind: .exposed, name: "E", letter: .exposed, pcidBit: 0x800) { scope, settings in
        scope.exposedClasses(settings: settings).union([.user, .entry])
      }, .everything("P"),
    ],
    flipSites: [
      .gateSyscall, .gateInterrupt, .gatePageFault, .gateSchedule, .gateCall, .nmiEntry, .paranoidEntry, .sysretExit,
      .iretExit, .paranoidExit, .paranoidReturn, .gateReturn, .switchMM,
    ].map { FlipSite($0) },
    transitions: Gates.self, flipsAtGates: true, holdsSiblings: true, clears: [.behindFlip], invariants: [.count],
    rivalName: "pti", linkClasses: LinkClass.exposed)
}

/// What the unified design adds: gates in front of private work.
private enum Gates: Transitions {
  static func code(at hook: EntryHook, _ settings: Settings, flipsAtEntry: Bool) -> [CodeLine] {
    switch hook {
    case .beforeSyscall: gate(.gateSyscall, when: .needsGate)
    case .beforeHandler(let isException): gate(isException ? .gatePageFault : .gateInterrupt, when: .needsGate)
    case .beforeGatedCall: gate(.gateCall, when: .inExposed)
    case .beforeSchedule: gate(.gateSchedule, when: .inExposed)
    case .afterSyscall, .afterGatedCall, .afterSchedule:
      settings.gates == .scoped && !flipsAtEntry ? end(when: .passedGate) : []
    case .kernelResumed: flipsAtEntry ? [] : end(when: .leftExposed)
    case .faultPassed: [.at("note_missing_gate", 0, "lock inc [missing_gates]", when: .passedFault)]
    default: []
    }
  }

  /// Looks at bit 12 of CR3 and leaves the exposed half if it is set.
  private static func gate(_ id: FlipSite.ID, when condition: CodeLine.Condition) -> [CodeLine] {
    [.at(FlipSite(id).symbol, 0, "mov rax, cr3", when: condition), .flip(FlipSite(id), when: condition)]
  }

  /// Back to the exposed half: at the end of a gate if that left it, at the end of an interrupt if it came there.
  private static func end(when condition: CodeLine.Condition) -> [CodeLine] {
    [.flushMask("gate_return", 0x10, when: condition), .flip(FlipSite(.gateReturn), when: condition), .verw]
  }
}
