import PageTables

extension Design {
  /// Two spaces, R and K: the kernel runs in R until a page fault says that it must not. J. Shahid, B. Jackman,
  /// "Address Space Isolation" RFCs, LKML 2022 to 2025, with the class for user code.
  package static let gasi = Design(
    name: "gasi", summary: "kernel code runs restricted until a page fault ends that; interrupts go back",
    rule: "user code and kernel run in R, which does not map private data. The first access to that faults, and this "
      + "flips R>K; then the kernel stays in K up to the return to user code, which flips K>R. The scheduler works in K.",
    spaces: [
      DesignSpace(kind: .exposed, name: "R", letter: .exposed, pcidBit: 0x400) { scope, settings in
        let classes = scope.exposedClasses(settings: settings).union([.user, .entry])
        return settings.gasiLocal ? classes : classes.subtracting([.exposedLocal])
      }, .everything("K"),
    ],
    ownRoot: .exposed, flipSites: [.restrictedExit, .restrictedEnter, .switchMM].map { FlipSite($0) },
    transitions: Restriction.self, keeps: .target(RestrictedState()), leavesByFault: true, holdsSiblings: true,
    clears: [.behindFlip], invariants: [.restricted, .count], rivalName: "unified", linkClasses: LinkClass.exposed,
    exposesLocal: \.gasiLocal)
}

/// What gasi adds: a thread wants to run restricted (`target`), and a CPU does (`curr_asi`).
///
/// B. Jackman, "Address Space Isolation" RFC v2, LKML 10 January 2025, patches 10 and 27 to 29.
private enum Restriction: Transitions {
  /// With a scope that exposes too little for the entry code nothing is added: CR3 is written there.
  static func code(at hook: EntryHook, _ settings: Settings, flipsAtEntry: Bool) -> [CodeLine] {
    let target = CodeLine.Operand.stackBottom(.write, 0x10, "task.asi")
    guard !flipsAtEntry else { return [] }
    switch hook {
    // `asi_relax`: the thread has no target for as long as its syscall lasts. CR3 stays.
    case .syscallEntered: return [.at("asi_relax", 0, "mov [task.asi.target], 0", target, .target(.relax))]
    case .beforeSyscallExit:
      let text = "mov [task.asi.target], userspace"
      return [.at("asi_enter_userspace", 0, text, target, .target(.setTarget))] + enter
    case .interruptEntered:
      let text = "inc [task.asi.intr_nest_depth]"
      return [.at("asi_intr_enter", 0, text, target, .target(.interruptEnter), when: .isTense)]
    // The outermost interrupt of a thread with a target goes back to the restricted space.
    case .interruptLeft:
      let text = "dec [task.asi.intr_nest_depth]"
      return [.at("asi_intr_exit", 0, text, target, .target(.interruptExit), when: .isTense)] + enter
    case .kernelFaulted, .beforeSchedule: return exit
    default: return []
    }
  }

  private static func current(_ kind: Access.Kind) -> CodeLine.Operand { .sharedPage(kind, 0x940, "curr_asi") }

  /// `asi_exit`: first predictors are flushed, then CR3 is written, then `curr_asi` cleared, so that an NMI between
  /// them does no harm.
  private static var exit: [CodeLine] {
    [
      .at("asi_exit", 0, "mov rax, [curr_asi]", current(.read)),
      .at("asi_exit", 0x10, "ibpb", nil, .target(.flushControl), when: .isControlTainted),
      .flip(FlipSite(.restrictedExit), when: .isRestricted),
      .at("asi_exit", 0x28, "mov [curr_asi], 0", current(.write), .target(.clearCurrent), when: .isRestricted),
    ]
  }

  /// `__asi_enter`: `curr_asi`, predictors, CR3, buffers, in this order.
  private static var enter: [CodeLine] {
    let text = "mov [curr_asi], userspace"
    return [
      .at("__asi_enter", 0, text, current(.write), .target(.setCurrent), when: .entersRestricted),
      .at("__asi_enter", 0x10, "ibpb", nil, .target(.flushOtherControl), when: .isOtherControlTainted),
      .flip(FlipSite(.restrictedEnter), when: .entersRestricted), .verw,
    ]
  }
}
