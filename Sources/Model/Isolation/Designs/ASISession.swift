/// The state that RFC v2 of A. Chartre keeps for a CPU (`cpu_asi_session`), LKML 11 July 2019, patch 1.
package struct ASISession: Hashable, Sendable {
  /// What a session is in.
  package enum State: String, Sendable {
    /// Outside of the third space.
    case inactive
    /// In the third space, or about to be.
    case active
    /// An interrupt came in it; the rest runs with everything mapped.
    case aborted
  }

  /// The state.
  package var state = State.inactive
  /// How many interrupts are inside of each other since the abort.
  package var depth = 0
  /// Whether the entry's barrier is up: what is aborted in it is aborted again behind it.
  package var retriesAbort = false
  /// Whether the barrier has just been lowered over an abort, which is done again next.
  package var endsAbort = false
}
