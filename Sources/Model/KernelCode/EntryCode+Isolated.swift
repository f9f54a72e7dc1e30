import Isolation
import PageTables

/// What asi3 adds: the third space, entered and left by the state of the CPU's session.
///
/// A. Chartre, RFC v2, LKML 11 July 2019, patches 1 to 3. The session lies in the page of the TSS, which user
/// spaces map, as in v3 of the series; with the defect D1 it is ordinary per-CPU data.
extension EntryCode {
  /// `asi_enter`, before the function of a syscall.
  mutating func enterIsolated() -> [Operation] {
    guard design == .asi3, entersIsolated else { return [] }
    let symbol = "asi_enter"
    var code = [
      assembler.operation(symbol, 0, "mov rax, [session.state]", session(.read, 0)),
      assembler.operation(symbol, 0x8, "mov [session.original_cr3], cr3", session(.write, 8)),
    ]
    if !settings.asiD4 {
      code.append(
        assembler.operation(
          symbol, 0x10, "mov [session.retry_abort], 1", session(.write, 16), effect: .session(.raiseBarrier)))
    }
    code.append(
      assembler.operation(
        symbol, 0x18, "mov [session.state], ACTIVE", session(.write, 0), effect: .session(.activate)))
    code.append(flip(.asiEnter))
    code += verwAfterFlip()
    guard !settings.asiD4 else { return code }
    code.append(
      assembler.operation(
        symbol, 0x30, "mov [session.retry_abort], 0", session(.write, 16), effect: .session(.lowerBarrier)))
    code.append(flip(.asiAbort, when: .sessionAborted))
    code.append(endSession("asi_abort", when: .sessionAborted))
    return code
  }

  /// `asi_exit` and `asi_abort`: everything is mapped again.
  mutating func exitIsolated(_ id: FlipSite.ID, when condition: Operation.Condition) -> [Operation] {
    guard design == .asi3 else { return [] }
    let symbol = FlipSite(id).symbol
    return [
      assembler.operation(symbol, 0, "mov rax, [session.original_cr3]", session(.read, 8), when: condition),
      flip(id, when: condition), endSession(symbol, when: condition),
    ]
  }

  /// The end of a session that was aborted: no CR3 write, the private space is there.
  mutating func endAborted() -> [Operation] {
    design == .asi3 ? [endSession("asi_abort", when: .sessionAborted)] : []
  }

  /// `ASI_START_ABORT` of an interrupt or exception, and its form for paranoid entries.
  mutating func startAbort(_ id: FlipSite.ID) -> [Operation] {
    guard design == .asi3 else { return [] }
    let symbol = FlipSite(id).symbol
    return [
      assembler.operation(symbol, 0, "cmp [session.state], INACTIVE", session(.read, 0)),
      flip(id, when: .abortsSession),
      assembler.operation(
        symbol, 0x18, "inc [session.abort_depth]", session(.write, 24), effect: .session(.abort), when: .sessionStarted
      ),
    ]
  }

  /// `ASI_FINISH_ABORT`: the last one out ends the session. Isolation does not come back by itself.
  mutating func finishAbort() -> [Operation] {
    guard design == .asi3 else { return [] }
    return [
      assembler.operation(
        "asi_finish_abort", 0, "dec [session.abort_depth]", session(.write, 24), effect: .session(.finishAbort),
        when: .abortedHere)
    ]
  }

  private mutating func endSession(_ symbol: String, when condition: Operation.Condition) -> Operation {
    assembler.operation(
      symbol, 0x18, "mov [session.state], INACTIVE", session(.write, 0), effect: .session(.end), when: condition)
  }

  private mutating func session(_ kind: Access.Kind, _ offset: UInt64) -> [Operand] {
    if settings.asiD1, let operand = assembler.data(kind, "cpu_asi_session") { return [operand] }
    return [assembler.sharedPage(kind, 0x900 + offset, "cpu_asi_session+0x\(String(offset, radix: 16))")]
  }
}
