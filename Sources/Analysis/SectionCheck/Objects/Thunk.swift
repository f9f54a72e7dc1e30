/// Code that is called by what the kernel patches at boot, so that it stands for something else.
///
/// Linux 6.12 arch/x86/lib/retpoline.S, arch/x86/kernel/ftrace_64.S. If nobody else has them, compilers put thunks into the
/// object, in a section each that is named after the symbol: gcc 12.2 -mindirect-branch=thunk, clang 21 -mretpoline and
/// -mlvi-hardening.
enum Thunk {
  /// A call or jump to where a register says.
  case indirect
  /// A return.
  case `return`
  /// Nothing, until somebody traces the function: a call at its start, which becomes a NOP.
  case trace

  /// What the names of thunks that call or jump begin with.
  static let indirectPrefixes = ["__x86_indirect_", "__llvm_retpoline_", "__llvm_lvi_thunk_"]

  /// Whether a section may hold thunks, by its name.
  static func areHeld(in section: String) -> Bool {
    section.contains(".__x86.") || section.contains(".__x86_") || section.contains(".__llvm_")
  }

  /// The thunk of a symbol's name; nil if it is none. `section` is nil for a symbol of another file.
  init?(_ symbol: String, in section: String?) {
    if symbol == "__fentry__" {
      self = .trace
      return
    }
    if let section, !section.contains(".__x86."), !section.hasSuffix(".\(symbol)") { return nil }
    if Self.indirectPrefixes.contains(where: symbol.hasPrefix) {
      self = .indirect
    } else if symbol == "__x86_return_thunk" {
      self = .return
    } else {
      return nil
    }
  }
}
