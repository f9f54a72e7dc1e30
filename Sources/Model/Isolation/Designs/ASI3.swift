import PageTables

extension Design {
  /// Three spaces: those of page-table isolation, and I for kernel code that needs nothing secret. A. Chartre,
  /// "Kernel Address Space Isolation" RFC v2, LKML 11 July 2019, which isolated exits of virtual machines only;
  /// here every syscall enters I.
  package static let asi3 = Design(
    name: "asi3", summary: "as pti, and a third space for kernel code that needs nothing secret: two flips more",
    rule: "as pti. A syscall also flips K>I before its function, and I>K when the function ends, needs private data or "
      + "is interrupted, whichever comes first; then it stays in K. Other entries and the scheduler do not use I.",
    spaces: [
      .userHalf,
      DesignSpace(kind: .isolated, name: "I", letter: .exposed, pcidBit: nil) { scope, settings in
        scope.exposedClasses(settings: settings).subtracting([.user]).union([.entry])
      }, .everything("K"),
    ],
    ownRoot: .isolated,
    flipSites: FlipSite.entries
      + [.asiEnter, .asiExit, .asiStartAbort, .asiStartAbortParanoid, .asiAbort, .switchMM].map { FlipSite($0) },
    transitions: Session.self, keeps: .session(ASISession()), flipsAtEveryEntry: true, holdsSiblings: true,
    clears: [.behindFlip, .atExit], invariants: [.halves, .session, .count], rivalName: "unified",
    linkClasses: LinkClass.exposed)
}

/// What asi3 adds: the third space, entered and left by the state of the CPU's session.
///
/// A. Chartre, RFC v2, LKML 11 July 2019, patches 1 to 3. The session lies in the page of the TSS, which user
/// spaces map, as in v3 of the series; with the defect D1 it is ordinary per-CPU data.
private struct Session: Transitions {
  let settings: Settings

  static func code(at hook: EntryHook, _ settings: Settings, flipsAtEntry: Bool) -> [CodeLine] {
    Session(settings: settings).code(at: hook)
  }

  private func code(at hook: EntryHook) -> [CodeLine] {
    switch hook {
    case .beforeSyscall(let entersIsolated): entersIsolated ? enter : []
    case .afterSyscall, .beforeGatedCall: exit(.asiExit, when: .sessionActive)
    case .functionNeedsMore: exit(.asiExit, when: .leavesIsolated)
    case .beforeSchedule: exit(.asiAbort, when: .sessionActive) + [end("asi_abort", when: .sessionAborted)]
    case .kernelInterrupted: startAbort(.asiStartAbort)
    case .paranoidEntered: startAbort(.asiStartAbortParanoid)
    // `ASI_FINISH_ABORT`: the last one out ends the session. Isolation does not come back by itself.
    case .kernelResumed, .paranoidLeft:
      [line("asi_finish_abort", 0, "dec [session.abort_depth]", .write, 24, .finishAbort, when: .abortedHere)]
    case .faultPassed: [.at("asi_fault", 0, "log rip once", when: .passedFault)]
    default: []
    }
  }

  /// `asi_enter`, before the function of a syscall.
  private var enter: [CodeLine] {
    let symbol = "asi_enter"
    var code = [
      line(symbol, 0, "mov rax, [session.state]", .read, 0),
      line(symbol, 0x8, "mov [session.original_cr3], cr3", .write, 8),
    ]
    if !settings.asiD4 { code.append(line(symbol, 0x10, "mov [session.retry_abort], 1", .write, 16, .raiseBarrier)) }
    code += [
      line(symbol, 0x18, "mov [session.state], ACTIVE", .write, 0, .activate), .flip(FlipSite(.asiEnter)), .verw,
    ]
    if settings.asiD4 { return code }
    return code + [
      line(symbol, 0x30, "mov [session.retry_abort], 0", .write, 16, .lowerBarrier),
      .flip(FlipSite(.asiAbort), when: .sessionAborted), end("asi_abort", when: .sessionAborted),
    ]
  }

  /// `asi_exit` and `asi_abort`: everything is mapped again.
  private func exit(_ id: FlipSite.ID, when condition: CodeLine.Condition) -> [CodeLine] {
    let site = FlipSite(id)
    return [
      line(site.symbol, 0, "mov rax, [session.original_cr3]", .read, 8, when: condition),
      .flip(site, when: condition), end(site.symbol, when: condition),
    ]
  }

  /// `ASI_START_ABORT` of an interrupt or exception, and its form for paranoid entries.
  private func startAbort(_ id: FlipSite.ID) -> [CodeLine] {
    let site = FlipSite(id)
    return [
      line(site.symbol, 0, "cmp [session.state], INACTIVE", .read, 0), .flip(site, when: .abortsSession),
      line(site.symbol, 0x18, "inc [session.abort_depth]", .write, 24, .abort, when: .sessionStarted),
    ]
  }

  /// The end of a session. If that was aborted there is no CR3 write: the private space is there.
  private func end(_ symbol: String, when condition: CodeLine.Condition) -> CodeLine {
    line(symbol, 0x18, "mov [session.state], INACTIVE", .write, 0, .end, when: condition)
  }

  /// An instruction that reads or writes the session.
  private func line(
    _ symbol: String, _ offset: Int, _ text: String, _ kind: Access.Kind, _ field: UInt64,
    _ change: CodeLine.SessionChange? = nil, when condition: CodeLine.Condition = .always
  ) -> CodeLine {
    let name = "cpu_asi_session"
    let operand = CodeLine.Operand.sharedPage(
      kind, 0x900 + field, "\(name)+0x\(String(field, radix: 16))", data: settings.asiD1 ? name : nil)
    return .at(symbol, offset, text, operand, change.map { .session($0) }, when: condition)
  }
}
