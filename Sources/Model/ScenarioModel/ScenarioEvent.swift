/// Something that happens in a scenario, and what happens while it lasts.
package struct ScenarioEvent: Hashable, Sendable {
  /// What happens.
  package enum Kind: Hashable, Sendable {
    /// The current process makes a syscall, by the name of its entry.
    case syscall(String)
    /// An interrupt or exception comes, by the name of its entry.
    case interrupt(String)
    /// An NMI comes, by the name of its entry.
    case nmi(String)
    /// User code touches a page of its own that is not mapped yet.
    case demandFault
    /// User code reads a data object of the kernel.
    case probe(String)
    /// The scheduler picks another thread, by its name.
    case schedule(String)
    /// Nothing more happens: what a recording does not show is not made up.
    case end
  }

  /// Something that happens inside of another event.
  package struct Nested: Hashable, Sendable {
    /// The symbol, with or without offset, before whose instruction it happens.
    package var at: String
    /// What happens.
    package var event: ScenarioEvent

    /// Describes a nested event.
    package init(at: String, _ event: ScenarioEvent) {
      self.at = at
      self.event = event
    }
  }

  /// What happens.
  package var kind: Kind
  /// What happens while it lasts, in order.
  package var during: [Nested]
  /// A bug: the exit to user code does not flip back.
  package var missesExitFlip: Bool
  /// The syscall returns with IRET, as after a signal or an exec.
  package var returnsWithIret: Bool

  /// The CPU on which it happens, 0 or 1.
  package var cpu: Int

  /// Describes an event.
  package init(
    _ kind: Kind, during: [Nested] = [], missesExitFlip: Bool = false, returnsWithIret: Bool = false, cpu: Int = 0
  ) {
    self.cpu = cpu
    self.kind = kind
    self.during = during
    self.missesExitFlip = missesExitFlip
    self.returnsWithIret = returnsWithIret
  }
}

extension ScenarioEvent.Kind {
  /// "getpid", "a switch to B": what happens, in messages.
  package var name: String {
    switch self {
    case .syscall(let name), .interrupt(let name), .nmi(let name): name
    case .demandFault: "a demand fault"
    case .probe(let name): "a probe of \(name)"
    case .schedule(let name): "a switch to \(name)"
    case .end: "the end"
    }
  }
}
