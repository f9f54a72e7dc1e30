/// The text of an instruction, taken apart, in Intel's or AT&T's way.
///
/// Disassemblers differ in more than the order of operands: GNU objdump and gdb pad the name with blanks, llvm-objdump
/// writes a tab behind it, both add comments behind `#`, and AT&T's names may end with the size of the operands (GNU as
/// manual, "i386-Mnemonics").
package struct InstructionText: Hashable, Sendable {
  /// The name in lower case, without prefixes: "iretq", "mov".
  package let name: String
  /// What stands behind the name, in lower case.
  private let rest: ArraySlice<UInt8>

  /// As much as an instruction can have, in bytes.
  private static let limit = 256
  /// Words before the name, besides those of REX: prefixes, and those of segments as GNU objdump writes them.
  private static let prefixes: Set = [
    "lock", "rep", "repz", "repe", "repnz", "repne", "bnd", "notrack", "data16", "data32", "addr16", "addr32",
    "xacquire", "xrelease", "cs", "ds", "es", "fs", "gs", "ss",
  ]

  /// Takes a text apart; nil if no name stands there.
  package init?(_ text: String) {
    var code: [UInt8] = []
    code.reserveCapacity(min(text.utf8.count, Self.limit))
    for byte in text.utf8.prefix(Self.limit) {
      if byte == UInt8(ascii: "#") || byte == UInt8(ascii: ";") { break }
      code.append(UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte)
    }
    var rest = code[...]
    guard let first = Self.word(&rest) else { return nil }
    let behindFirst = rest
    var word = first
    while Self.isPrefix(word) {
      guard let next = Self.word(&rest) else {
        (word, rest) = (first, behindFirst)
        break
      }
      word = next
    }
    guard let name = Self.name(word) else { return nil }
    self.name = name
    self.rest = rest
  }

  /// How the names begin of what loads EFLAGS: POPF, IRET, UIRET, ERETS, ERETU and SYSRET. Intel SDM vol. 2, and of FRED
  /// Linux 6.12 arch/x86/entry/entry_64_fred.S. That the others do is this project's caution: what enters or leaves a
  /// guest, an enclave, a measured environment or system management, and what is no instruction, "(bad)".
  private static let flagLoads = [
    "popf", "iret", "uiret", "eret", "sysret", "rsm", "enclu", "getsec", "seam", "vmlaunch", "vmresume", "vmrun", "bad",
  ]

  /// Whether it leaves a value in EFLAGS.AC that its text does not tell.
  package static func loadsFlags(_ name: String) -> Bool { flagLoads.contains(where: name.hasPrefix) }

  /// Takes off the next word; nil if there is none.
  private static func word(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let tail = rest.drop(while: isBlank)
    let word = tail.prefix { !isBlank($0) }
    rest = tail[word.endIndex...]
    return word.isEmpty ? nil : word
  }

  private static func isPrefix(_ word: ArraySlice<UInt8>) -> Bool {
    word.first == UInt8(ascii: "{") || word.starts(with: "rex".utf8)
      || word.count <= 8 && prefixes.contains(String(decoding: word, as: UTF8.self))
  }

  /// A word as a name; nil for what is none: an address, a label, bytes of code. What is no instruction is "(bad)".
  private static func name(_ word: ArraySlice<UInt8>) -> String? {
    if word.elementsEqual("(bad)".utf8) { return "bad" }
    guard !isNumber(word), let first = word.first, isLetter(first),
      word.allSatisfy({ isLetter($0) || isDigit($0) || "._*".utf8.contains($0) })
    else { return nil }
    return String(decoding: word.prefix { isLetter($0) || isDigit($0) }, as: UTF8.self)
  }

  /// Whether a word is hexadecimal and no name, as "add" and "faddl" would be: one byte, with a digit, or too long.
  private static func isNumber(_ word: ArraySlice<UInt8>) -> Bool {
    guard word.allSatisfy({ isDigit($0) || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0 }) else { return false }
    return word.count == 2 || word.count > 5 || word.contains(where: isDigit)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  private static func isLetter(_ byte: UInt8) -> Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte }

  private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

  /// The operands in lower case, in the order in which they are written: what stands between commas that are not in
  /// brackets.
  package var operands: [String] {
    var depth = 0
    let parts = rest.split { byte in
      if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[") { depth += 1 }
      if byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") { depth -= 1 }
      return byte == UInt8(ascii: ",") && depth == 0
    }
    return parts.compactMap { part in
      let words = part.split(whereSeparator: Self.isBlank)
      return words.isEmpty ? nil : String(decoding: Array(words.joined(separator: " ".utf8)), as: UTF8.self)
    }
  }

  /// Whether it has a name, or that with the letter of a size behind it, as AT&T's way has.
  package func isNamed(_ names: Set<String>) -> Bool {
    if names.contains(name) { return true }
    guard let last = name.utf8.last, "bwldq".utf8.contains(last) else { return false }
    return names.contains(String(name.dropLast()))
  }

  /// Whether an operand lies in memory and is written out.
  package var hasMemoryOperand: Bool { rest.contains { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "(") } }

  /// The registers, without the sign that AT&T's way has before them, and other operands as they are.
  package var plainOperands: [String] { operands.map { $0.hasPrefix("%") ? String($0.dropFirst()) : $0 } }

  /// What is written, if that is the first operand of Intel's way and the last one of AT&T's; nil without operands.
  package var destination: String? {
    let isATT = operands.contains { $0.utf8.contains(UInt8(ascii: "%")) || $0.hasPrefix("$") }
    return isATT ? plainOperands.last : operands.first
  }
}
