import PageTables

/// What stands behind the name of a command, read from the left.
///
/// All methods throw a `CommandError` with the place of what they do not understand.
struct CommandArguments {
  /// What messages name: the command, and what qualifies it.
  var command: String
  private let text: String
  private(set) var rest: Substring

  /// The arguments that are left of a command.
  init(_ rest: Substring, of command: String, in text: String) {
    self.command = command
    self.text = text
    let scalars = rest.withoutBlanks.unicodeScalars
    let last = scalars.lastIndex { $0 != " " }
    self.rest = last.map { Substring(scalars[...$0]) } ?? rest[rest.endIndex...]
  }

  /// Whether there are no more.
  var isEmpty: Bool { rest.isEmpty }

  /// An error at the start of `part`, or where the next argument stands.
  func error(_ problem: CommandError.Problem, at part: Substring? = nil) -> CommandError {
    let place = (part ?? rest).startIndex
    return CommandError(problem, at: text.utf8.distance(from: text.startIndex, to: place))
  }

  /// The next word, and nothing else is read; nil if there is none.
  var nextWord: Substring? { rest.isEmpty ? nil : rest.firstWord }

  /// Reads a word; nil if there is none.
  mutating func word() -> Substring? {
    guard let word = nextWord else { return nil }
    rest = rest[word.endIndex...].withoutBlanks
    return word
  }

  /// Reads a word; if there is none, says that `expected` is missing.
  mutating func word(_ expected: String) throws(CommandError) -> Substring {
    guard let word = word() else { throw error(.missing(command: command, expected: expected)) }
    return word
  }

  /// Reads one of some words.
  mutating func choice<Word: RawRepresentable<String>>(
    _ valid: [Word], or others: [String] = []
  ) throws(CommandError) -> Word {
    try choice(valid, or: others, by: \.rawValue)
  }

  /// Reads the name of one of some values.
  mutating func choice<Value>(
    _ valid: [Value], or others: [String] = [], by name: KeyPath<Value, String>
  ) throws(CommandError) -> Value {
    let names = valid.map { $0[keyPath: name] } + others
    let found = try word("one of \(names.joined(separator: ", "))")
    guard let position = names.firstIndex(of: String(found)), valid.indices.contains(position) else {
      throw error(.badWord(command: command, found: String(found), valid: names), at: found)
    }
    return valid[position]
  }

  /// Reads the word if it comes next.
  mutating func take(_ word: String) -> Bool {
    guard let next = nextWord, next == word else { return false }
    _ = self.word()
    return true
  }

  /// Reads a count of 0 to 2^31 - 1; 1 if there is none. `isSigned` allows a minus.
  mutating func count(_ expected: String = "a number of steps", isSigned: Bool = false) throws(CommandError) -> Int {
    guard let found = word() else { return 1 }
    let isNegative = isSigned && found.hasPrefix("-")
    let digits = isNegative ? found.dropFirst() : found
    guard let value = CommandNumber.value(digits), value <= UInt64(Int32.max) else {
      throw error(.badValue(command: command, found: String(found), expected: expected), at: found)
    }
    return isNegative ? -Int(value) : Int(value)
  }

  /// Reads an address, with or without 0x.
  mutating func address() throws(CommandError) -> VirtualAddress {
    let found = try word("an address")
    guard let value = CommandNumber.value(found.hasPrefix("0x") ? found : "0x" + found) else {
      throw error(.badValue(command: command, found: String(found), expected: "an address"), at: found)
    }
    return VirtualAddress(value)
  }

  /// Reads a text: in quotes, or all that is left; `isBlank` says whether it may hold nothing but blanks.
  mutating func text(_ expected: String, isBlank: Bool = true) throws(CommandError) -> String {
    guard !rest.isEmpty else { throw error(.missing(command: command, expected: expected)) }
    guard rest.isQuoted else {
      defer { rest = rest[rest.endIndex...] }
      return String(rest)
    }
    guard let (value, after) = CommandText.unquoted(rest) else { throw error(.unclosed(command: command)) }
    guard !(isBlank ? Substring(value) : Substring(value).withoutBlanks).isEmpty else {
      throw error(.missing(command: command, expected: expected))
    }
    rest = after.withoutBlanks
    return value
  }

  /// Throws if anything is left.
  mutating func end() throws(CommandError) {
    guard let word = nextWord else { return }
    throw error(.tooMany(command: command, found: String(word)), at: word)
  }
}

// By scalars: a mark that combines with a blank or a quotation mark does not make it another one.

extension Substring {
  /// The same without blanks at the start.
  var withoutBlanks: Substring { Substring(unicodeScalars.drop { $0 == " " }) }

  /// What stands before the first blank.
  var firstWord: Substring { Substring(unicodeScalars.prefix { $0 != " " }) }

  /// Whether it begins with a quotation mark.
  var isQuoted: Bool { unicodeScalars.first == "\"" }
}

/// Numbers in commands.
package enum CommandNumber {
  /// A number with or without 0x, in which `_` may separate digits; nil if it is none or does not fit.
  package static func value(_ text: some StringProtocol) -> UInt64? {
    let digits = text.contains("_") ? String(text.filter { $0 != "_" }) : String(text)
    let isHexadecimal = digits.hasPrefix("0x") || digits.hasPrefix("0X")
    let body = isHexadecimal ? digits.dropFirst(2) : digits[...]
    // UInt64 would take a sign.
    guard let first = body.first, first.isHexDigit else { return nil }
    return UInt64(body, radix: isHexadecimal ? 16 : 10)
  }

  /// 16 digits or fewer after 0x, in lower case.
  static func hexadecimal(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }
}
