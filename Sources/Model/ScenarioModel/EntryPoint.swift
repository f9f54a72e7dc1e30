/// Something that user code or the hardware can ask of the kernel: a line of the syscall table, an
/// interrupt, an exception or the NMI.
package struct EntryPoint: Hashable, Sendable {
  /// How the kernel is entered.
  package enum Kind: String, CaseIterable, Sendable {
    /// SYSCALL.
    case syscall
    /// An interrupt, vector 32 to 255.
    case interrupt
    /// The NMI, vector 2.
    case nmi
    /// An exception, such as #PF.
    case exception
  }

  /// Whether the code of an entry may run in the exposed space.
  package enum Marking: String, CaseIterable, Sendable {
    /// As the derivation finds: exposed if all that its code needs is exposed.
    case derived
    /// It runs in the exposed space, whatever it needs.
    case exposed
    /// It runs in the private space.
    case `private`
  }

  /// The name in events: "getpid", "timer".
  package var name: String
  /// How the kernel is entered.
  package var kind: Kind
  /// The function that does the work.
  package var function: String
  /// The symbol of the entry code of an interrupt or exception, such as "asm_exc_page_fault".
  package var stub: String
  /// The vector, 0 to 255; 0 for a syscall.
  package var vector: Int
  /// The column "exposed or private" of the table.
  package var marking: Marking
  /// Why it is marked so, in words; empty if nobody said it.
  package var reason: String

  /// Whether an entry from kernel code saves CR3 and gives it back, whatever it is: NMI, #DB, #DF, #MC, #VC.
  /// Linux 6.12 arch/x86/entry/entry_64.S, paranoid_entry.
  package var isParanoid: Bool { [1, 2, 8, 18, 29].contains(vector) && kind != .syscall }

  /// Describes an entry.
  package init(
    _ name: String, _ kind: Kind, function: String, stub: String = "", vector: Int = 0,
    marking: Marking = .derived, reason: String = ""
  ) {
    self.name = name
    self.kind = kind
    self.function = function
    self.stub = stub
    self.vector = vector
    self.marking = marking
    self.reason = reason
  }
}
