package import PageTables

/// A line of the code that a design adds to the kernel's.
package enum CodeLine: Sendable {
  /// An instruction at a symbol and offset: its text, its access, and what it does to the state that the design keeps.
  case at(String, Int, String, Operand? = nil, StateChange? = nil, when: Condition = .always)
  /// A write to CR3 at a site.
  case flip(FlipSite, when: Condition = .always)
  /// The look at the pending flush of the ASID, at a place, if the design has one.
  case flushMask(String, Int, when: Condition)
  /// The clearing of buffers behind a flip from the private space, if the design asks for it.
  case verw

  /// One access of an instruction.
  package enum Operand: Sendable {
    /// So many bytes into the page of the TSS, which every space maps, or to a data object if the kernel has that.
    case sharedPage(Access.Kind, UInt64, String, data: String? = nil)
    /// So many bytes above the bottom of the thread's kernel stack.
    case stackBottom(Access.Kind, UInt64, String)
  }

  /// What an instruction does to the state that a design keeps.
  package enum StateChange: Sendable {
    /// A change of the session of asi3.
    case session(SessionChange)
    /// A change of what gasi keeps.
    case target(TargetChange)
  }

  /// What asi3 does to its session.
  package enum SessionChange: Sendable {
    case raiseBarrier, activate, lowerBarrier, abort, finishAbort, end
  }

  /// What gasi does to what it keeps.
  package enum TargetChange: Sendable {
    case relax, setTarget, interruptEnter, interruptExit, setCurrent, clearCurrent, flushControl, flushOtherControl
  }

  /// When the instruction is run at all.
  package enum Condition: Sendable {
    /// Always.
    case always
    /// CR3 selects the private space.
    case inPrivate
    /// CR3 selects the space that user code runs with.
    case inExposed
    /// Bit 12 of CR3 is 0 now and was 1 when the frame began.
    case leftExposed
    /// The same, or the frame aborted a session of asi3.
    case leftExposedOrAborted
    /// CR3 selects the private space, and a gate of this frame did that.
    case passedGate
    /// A flip from the private space was made by this frame, so that buffers are to be cleared.
    case clearOwed
    /// The entry of this frame is marked private, and CR3 selects the exposed space.
    case needsGate
    /// asi3: the session is active.
    case sessionActive
    /// asi3: the session is active, and its entry does not claim to need nothing private.
    case leavesIsolated
    /// asi3: the session is active, or aborted behind a barrier that is still up: CR3 is to be written.
    case abortsSession
    /// asi3: the session is aborted.
    case sessionAborted
    /// asi3: the session is active or aborted.
    case sessionStarted
    /// asi3: this frame counts in the depth of the abort.
    case abortedHere
    /// gasi: the thread has a target.
    case isTense
    /// gasi: `curr_asi` is set.
    case isRestricted
    /// gasi: this frame enters the restricted space.
    case entersRestricted
    /// gasi: `curr_asi` is set, and user code has trained predictors.
    case isControlTainted
    /// gasi: this frame enters the restricted space, and another process has trained predictors.
    case isOtherControlTainted
    /// The scheduler picked a thread of another process than the one whose memory is loaded.
    case switchesMM
    /// A fault that stops the kernel.
    case fatalFault
    /// A missing gate that is passed over.
    case passedFault
    /// Neither of the two.
    case handled
  }
}
