/// The state of a CPU that a design keeps in addition to CR3, and that can disagree with it.
package enum DesignState: Hashable, Sendable {
  /// None: CR3 says everything.
  case none
  /// The session of a third space.
  case session(ASISession)
  /// Whether the CPU runs restricted, as threads want it (`target`), and what it may have been left with.
  case target(RestrictedState)

  /// The session; nil under designs without one.
  package var session: ASISession? {
    get { if case .session(let session) = self { session } else { nil } }
    set { if let newValue { self = .session(newValue) } }
  }

  /// What belongs to the target of threads; nil under designs without one.
  package var target: RestrictedState? {
    get { if case .target(let state) = self { state } else { nil } }
    set { if let newValue { self = .target(newValue) } }
  }
}
