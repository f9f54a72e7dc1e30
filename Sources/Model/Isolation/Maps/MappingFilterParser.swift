import PageTables

/// Reads the text of a ``MappingFilter`` by recursive descent: any := all ('|' all)*; all := one (['&'] one)*.
struct MappingFilterParser {
  private let text: [Character]
  private var position = 0
  private var depth = 0
  private var termCount = 0
  /// Each mapping is held against each term: a map of millions of rows must not wait for a filter that nobody types.
  private static let termLimit = 64

  init(_ text: String) {
    self.text = Array(text)
  }

  mutating func parse() throws(MappingFilter.Problem) -> MappingFilter.Term {
    skipBlanks()
    if position == text.count { return .all([]) }
    let term = try any()
    guard position == text.count else { throw unexpected(expected: "the end") }
    return term
  }

  private mutating func any() throws(MappingFilter.Problem) -> MappingFilter.Term {
    var terms = [try all()]
    while take("|") { terms.append(try all()) }
    return terms.count == 1 ? terms[0] : .any(terms)
  }

  private mutating func all() throws(MappingFilter.Problem) -> MappingFilter.Term {
    var terms = [try one()]
    while take("&") || startsTerm { terms.append(try one()) }
    return terms.count == 1 ? terms[0] : .all(terms)
  }

  private var startsTerm: Bool { position < text.count && !"|&)".contains(text[position]) }

  private mutating func one() throws(MappingFilter.Problem) -> MappingFilter.Term {
    depth += 1
    defer { depth -= 1 }
    guard depth < 64 else { throw MappingFilter.Problem(description: "filter: nested more than 64 deep") }
    if take("!") { return .not(try one()) }
    if take("(") {
      let term = try any()
      guard take(")") else { throw unexpected(expected: "')'") }
      return term
    }
    try count()
    if take("\"") { return .name(Fragment(try quoted())) }
    let word = takeWord()
    guard !word.isEmpty else { throw unexpected(expected: "a term") }
    return try term(word)
  }

  /// Counts a term.
  private mutating func count() throws(MappingFilter.Problem) {
    termCount += 1
    guard termCount <= Self.termLimit else {
      throw MappingFilter.Problem(description: "filter: more than \(Self.termLimit) terms")
    }
  }

  private func term(_ word: String) throws(MappingFilter.Problem) -> MappingFilter.Term {
    if let known = MappingFilter.Word(rawValue: word) { return .word(known) }
    if let size = PageSize.allCases.first(where: { $0.name == word }) { return .pageSize(size) }
    if word.hasPrefix("phys:") { return .physical(try number(String(word.dropFirst(5)))) }
    if word.hasPrefix("size") {
      let rest = word.dropFirst(4)
      // Longer operators first, so that ">=" is not read as ">".
      let operators = MappingFilter.Comparison.allCases.sorted { $0.rawValue.count > $1.rawValue.count }
      if let found = operators.first(where: { rest.hasPrefix($0.rawValue) }) {
        return .size(found, try number(String(rest.dropFirst(found.rawValue.count))))
      }
    }
    if word.hasPrefix("0x") { return .address(try number(word)) }
    if Region.allCases.contains(where: { $0.rawValue.contains(word) }) || word.contains(" ") {
      return .name(Fragment(word))
    }
    let words = MappingFilter.Word.allCases.map(\.rawValue).joined(separator: ", ")
    throw MappingFilter.Problem(
      description: "filter: '\(word)' is none of \(words), 4K, 2M, 1G, size>=N, phys:0xN, 0xADDRESS, a region")
  }

  /// Decimal or 0x, with K, M, G or T for powers of 1,024.
  private func number(_ text: String) throws(MappingFilter.Problem) -> UInt64 {
    let units: [Character: UInt64] = ["K": 10, "M": 20, "G": 30, "T": 40]
    let shift = text.last.flatMap { units[$0] }
    let digits = shift == nil ? text[...] : text.dropLast()
    let value = digits.hasPrefix("0x") ? UInt64(digits.dropFirst(2), radix: 16) : UInt64(digits)
    guard let value, value.leadingZeroBitCount >= Int(shift ?? 0) else {
      throw MappingFilter.Problem(description: "filter: '\(text)' is not a number")
    }
    return value << (shift ?? 0)
  }

  private mutating func quoted() throws(MappingFilter.Problem) -> String {
    var name = ""
    while position < text.count, text[position] != "\"" {
      name.append(text[position])
      position += 1
    }
    guard take("\"") else { throw unexpected(expected: "'\"'") }
    return name
  }

  private mutating func takeWord() -> String {
    var word = ""
    while position < text.count, !" |&()!\"".contains(text[position]) {
      word.append(text[position])
      position += 1
    }
    skipBlanks()
    return word
  }

  private mutating func take(_ character: Character) -> Bool {
    guard position < text.count, text[position] == character else { return false }
    position += 1
    if character != "\"" { skipBlanks() }
    return true
  }

  private mutating func skipBlanks() {
    while position < text.count, text[position] == " " { position += 1 }
  }

  private func unexpected(expected: String) -> MappingFilter.Problem {
    let found = position < text.count ? "'\(text[position])' at column \(position + 1)" : "the end"
    return MappingFilter.Problem(description: "filter: found \(found); expected \(expected)")
  }
}
