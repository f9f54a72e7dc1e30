import Recordings

/// What an instruction does with EFLAGS.AC.
///
/// Only these write it: STAC, CLAC, POPF, and what loads all of EFLAGS. Intel SDM vol. 2.
enum FlagEffect {
  case set, clear, kept
  /// It leaves a value that the row does not tell.
  case any

  /// The effect of an instruction by its name in lower case, without operands.
  init(_ name: String) {
    switch name {
    case "stac": self = .set
    case "clac": self = .clear
    case "syscall", "sysenter": self = .any
    default: self = InstructionText.loadsFlags(name) ? .any : .kept
    }
  }

  /// What is wrong if the instruction `name` is executed where the flag is noted as `before` says, and the next row as
  /// `after` says; nil if nothing is.
  func contradiction(_ name: String, before: Bool, after: Bool) -> String? {
    switch self {
    case .set where !after: "'\(name)' sets EFLAGS.AC; the next row has no note \"AC=1\", as others have"
    case .clear where after: "'\(name)' clears EFLAGS.AC; the next row has the note \"AC=1\""
    case .kept where before != after: "EFLAGS.AC changes behind '\(name)', which does not write it"
    case .set, .clear, .kept, .any: nil
    }
  }
}
