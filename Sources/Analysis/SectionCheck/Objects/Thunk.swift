/// Code that is called by what the kernel patches at boot, so that it stands for something else.
///
/// Linux 6.12 arch/x86/lib/retpoline.S, arch/x86/kernel/ftrace_64.S.
enum Thunk {
  /// A call or jump to where a register says.
  case indirect
  /// A return.
  case `return`
  /// Nothing, until somebody traces the function: a call at its start, which becomes a NOP.
  case trace

  /// What the names of thunks that call or jump begin with.
  static let indirectPrefix = "__x86_indirect_"

  /// The thunk of a symbol's name; nil if it is none. `section` is nil for a symbol of another file.
  init?(_ symbol: String, in section: String?) {
    if symbol == "__fentry__" {
      self = .trace
      return
    }
    if let section, !section.contains(".__x86.") { return nil }
    if symbol.hasPrefix(Self.indirectPrefix) {
      self = .indirect
    } else if symbol == "__x86_return_thunk" {
      self = .return
    } else {
      return nil
    }
  }
}
