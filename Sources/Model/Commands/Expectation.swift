/// What is said to be true of a moment, by `expect` and `ask`.
package struct Expectation: Hashable, Sendable {
  /// What is spoken of.
  package enum Kind: String, CaseIterable, Sendable {
    /// The recording's own number of the step.
    case step
    /// The kernel entry that the step belongs to: its number, its name, or none.
    case event
    /// The privilege level, 0 or 3.
    case cpl
    /// The active space: its name, with the process if there are several, or its letter: "E", "K(A)", "P".
    case space
    /// The value of CR3, without bit 63.
    case cr3
    /// How many flips there were up to this step and with it.
    case flips
    /// How many CR3 writes flushed the TLB, up to this step and with it.
    case flushes
    /// How often siblings had to be held, up to this step and with it.
    case syncs
    /// What becomes of the step: ok, fault, leak.
    case verdict
    /// The error code of the step's page fault, or none.
    case error
    /// What attacks succeed at this step, or what they learn; or none.
    case leaks
    /// The symbol of the instruction, with or without its offset.
    case symbol
    /// The design under which a scenario runs.
    case design
    /// How many findings the section check has.
    case findings
    /// A text that is on the screen.
    case screen
  }

  /// What is spoken of.
  package let kind: Kind
  /// What it is said to be, as it is written.
  package let value: String

  /// Says that `kind` is `value`.
  package init(_ kind: Kind, _ value: String) {
    self.kind = kind
    self.value = value
  }

  /// The kind and the value as a command has them.
  package var text: String { "\(kind.rawValue) \(CommandText.quoted(value, isWord: kind != .screen))" }
}
