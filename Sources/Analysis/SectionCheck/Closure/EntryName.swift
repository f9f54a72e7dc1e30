package import ScenarioModel

/// The symbol of a kernel entry, in the words of a scenario.
///
/// Linux 6.12 arch/x86/include/asm/syscall_wrapper.h and idtentry.h.
package struct EntryName: Hashable, Sendable {
  /// The name in events: "getpid".
  package let name: String
  /// How the kernel is entered.
  package let kind: EntryPoint.Kind
  /// The function that does the work.
  package let function: String

  /// Takes a symbol apart; nil if it is none of a kernel entry.
  package init?(_ symbol: String) {
    if let name = symbol.rest(after: "__x64_sys_") {
      self.init(name: name, kind: .syscall, function: symbol)
    } else if let function = symbol.rest(after: "asm_"), function == "exc_nmi" {
      self.init(name: "nmi", kind: .nmi, function: function)
    } else if let function = symbol.rest(after: "asm_"), function.hasPrefix("exc_") || function.hasPrefix("int80") {
      self.init(name: function, kind: .exception, function: function)
    } else if let function = symbol.rest(after: "asm_") {
      self.init(name: function, kind: .interrupt, function: function)
    } else {
      return nil
    }
  }

  private init(name: String, kind: EntryPoint.Kind, function: String) {
    self.name = name
    self.kind = kind
    self.function = function
  }
}

extension String {
  /// What follows a prefix; nil without it.
  fileprivate func rest(after prefix: String) -> String? {
    hasPrefix(prefix) && count > prefix.count ? String(dropFirst(prefix.count)) : nil
  }
}
