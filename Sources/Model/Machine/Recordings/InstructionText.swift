/// The text of an instruction, taken apart, in Intel's or AT&T's way.
///
/// Disassemblers differ in more than the order of operands: GNU objdump and gdb pad the name with blanks, llvm-objdump
/// writes a tab behind it, both add comments behind `#`, and AT&T's names may end with the size of the operands (GNU as
/// manual, "i386-Mnemonics").
package struct InstructionText: Hashable, Sendable {
  /// The name in lower case, without prefixes: "iretq", "mov".
  package let name: String
  /// The operands in lower case, in the order in which they are written.
  package let operands: [String]

  /// As much as an instruction can have, in bytes.
  private static let limit = 256
  /// Words before the name, besides those of REX: prefixes, and those of segments as GNU objdump writes them.
  private static let prefixes: Set<Substring> = [
    "lock", "rep", "repz", "repe", "repnz", "repne", "bnd", "notrack", "data16", "data32", "addr16", "addr32",
    "xacquire", "xrelease", "cs", "ds", "es", "fs", "gs", "ss",
  ]

  /// Takes a text apart; nil if no name stands there.
  package init?(_ text: String) {
    let code = String(decoding: text.utf8.prefix(Self.limit), as: UTF8.self).lowercased().prefix {
      $0 != "#" && $0 != ";"
    }
    let words = code.split(whereSeparator: Self.isBlank)
    let word = words.first { !Self.prefixes.contains($0) && !$0.hasPrefix("rex") && !$0.hasPrefix("{") } ?? words.first
    guard let word, let name = Self.name(word) else { return nil }
    self.name = name
    operands = Self.operands(code[word.endIndex...])
  }

  /// A word as a name; nil for what is none: an address, a label, a byte of code. What is no instruction is "(bad)".
  private static func name(_ word: Substring) -> String? {
    if word == "(bad)" { return "bad" }
    let isByte = word.count == 2 && word.allSatisfy(\.isHexDigit)
    guard !isByte, word.first?.isLetter ?? false, word.allSatisfy({ $0.isLetter || $0.isNumber || "._*".contains($0) })
    else { return nil }
    return String(word.prefix { $0.isLetter || $0.isNumber })
  }

  private static func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }

  /// What stands between commas that are not in brackets.
  private static func operands(_ text: Substring) -> [String] {
    var depth = 0
    let parts = text.split { character in
      if "([".contains(character) { depth += 1 }
      if ")]".contains(character) { depth -= 1 }
      return character == "," && depth == 0
    }
    return parts.map { $0.split(whereSeparator: isBlank).joined(separator: " ") }.filter { !$0.isEmpty }
  }

  /// Whether it has a name, or that with the letter of a size behind it, as AT&T's way has.
  package func isNamed(_ names: Set<String>) -> Bool {
    names.contains(name) || "bwldq".contains(name.last ?? " ") && names.contains(String(name.dropLast()))
  }

  /// Whether an operand lies in memory and is written out.
  package var hasMemoryOperand: Bool { operands.contains { $0.contains { $0 == "[" || $0 == "(" } } }

  /// The registers, without the sign that AT&T's way has before them, and other operands as they are.
  package var plainOperands: [String] { operands.map { $0.hasPrefix("%") ? String($0.dropFirst()) : $0 } }

  /// What is written, if that is the first operand of Intel's way and the last one of AT&T's; nil without operands.
  package var destination: String? {
    let isATT = operands.contains { $0.contains("%") || $0.hasPrefix("$") }
    return isATT ? plainOperands.last : operands.first
  }
}
