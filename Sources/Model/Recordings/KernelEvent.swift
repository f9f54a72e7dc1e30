/// One entry to the kernel: a syscall, an exception, an interrupt or an NMI.
package struct KernelEvent: Hashable, Sendable {
  /// How the kernel was entered.
  package enum Kind: String, Sendable {
    /// SYSCALL or SYSENTER.
    case syscall
    /// Vector 0 to 31 but for the NMI.
    case exception
    /// Vector 32 to 255.
    case interrupt
    /// Vector 2.
    case nmi
    /// A change from CPL 3 that the recording does not explain.
    case entry
  }

  /// The number of the event, counted from 1.
  package let number: Int
  /// How the kernel was entered.
  package let kind: Kind
  /// A short name, such as "syscall getpid", "#PF" or "irq 236 apic timer".
  package let name: String
  /// The index of the first step in the kernel.
  package let firstStep: Int
  /// The privilege level that was interrupted.
  package let fromCPL: Int
  /// Whether the design itself causes it: a page fault that another space would not have, or the interrupt that holds
  /// a sibling.
  package let isOfDesign: Bool

  /// Describes an entry.
  package init(number: Int, kind: Kind, name: String, firstStep: Int, fromCPL: Int, isOfDesign: Bool = false) {
    self.number = number
    self.kind = kind
    self.name = name
    self.firstStep = firstStep
    self.fromCPL = fromCPL
    self.isOfDesign = isOfDesign
  }
}

extension KernelEvent {
  /// The manual's mnemonic of an exception vector. Intel SDM vol. 3A, table 6-1.
  package static func mnemonic(ofVector vector: Int) -> String? {
    let names = [
      0: "#DE", 1: "#DB", 2: "NMI", 3: "#BP", 4: "#OF", 5: "#BR", 6: "#UD", 7: "#NM", 8: "#DF", 10: "#TS",
      11: "#NP", 12: "#SS", 13: "#GP", 14: "#PF", 16: "#MF", 17: "#AC", 18: "#MC", 19: "#XM", 20: "#VE",
      21: "#CP", 28: "#HV", 29: "#VC", 30: "#SX",
    ]
    return names[vector]
  }

  /// What a handler's symbol says: "apic timer interrupt" for "asm_sysvec_apic_timer_interrupt".
  package static func words(ofHandler symbol: String) -> String {
    var name = Substring(symbol.prefix { $0 != "+" })
    for prefix in ["asm_sysvec_", "asm_exc_", "asm_"] where name.hasPrefix(prefix) {
      name = name.dropFirst(prefix.count)
      break
    }
    return String(name.map { $0 == "_" ? " " : $0 })
  }
}
