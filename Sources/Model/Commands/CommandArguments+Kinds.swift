import Isolation

// What only one command has behind its name.

extension CommandArguments {
  /// "12", "50%", "start", "end" or "mark NAME".
  mutating func place() throws(CommandError) -> Command.Place {
    let expected = "a step number, a percentage, start, end or mark NAME"
    let found = try word(expected)
    switch found {
    case "start": return .start
    case "end": return .end
    case "mark": return .mark(try text("the name of a mark"))
    default:
      guard let place = Command.Place(found) else {
        throw error(.badValue(command: command, found: String(found), expected: expected), at: found)
      }
      return place
    }
  }

  /// "KEY VALUE", such as "pcid off".
  mutating func setting() throws(CommandError) -> Command {
    let names = Settings.keys.map(\.name)
    let name = try word("one of \(names.joined(separator: ", "))")
    guard let key = Settings.key(String(name)) else {
      throw error(.badWord(command: command, found: String(name), valid: names), at: name)
    }
    command += " \(name)"
    let value = try word(key.values.joined(separator: " or "))
    guard key.values.contains(String(value)) else {
      throw error(.badWord(command: command, found: String(value), valid: key.values), at: value)
    }
    return .set(key: key.name, value: String(value))
  }

  /// One design or two, or none.
  mutating func comparison() throws(CommandError) -> Command {
    guard !isEmpty else { return .compareNext }
    let start = rest
    let first = try choice(Design.all, by: \.name)
    guard !isEmpty else { return .compare(nil, with: first) }
    let second = try choice(Design.all, by: \.name)
    guard first != second else {
      throw error(.badValue(command: command, found: String(start), expected: "two designs that differ"), at: start)
    }
    return .compare(first, with: second)
  }

  /// An address or a name, which may hold blanks, and the CPL if it is not 3.
  mutating func probe() throws(CommandError) -> Command {
    let expected = "an address or a name"
    if rest.isQuoted {
      let place = try text(expected)
      if take("0") { return .probe(place, cpl: 0) }
      _ = take("3")
      return .probe(place, cpl: 3)
    }
    var words: [Substring] = []
    while let word = word() { words.append(word) }
    var cpl = 3
    if words.count > 1, let last = words.last, last == "0" || last == "3" {
      cpl = last == "0" ? 0 : 3
      words.removeLast()
    }
    guard !words.isEmpty else { throw error(.missing(command: command, expected: expected)) }
    return .probe(words.joined(separator: " "), cpl: cpl)
  }

  /// What is typed.
  mutating func prompt() throws(CommandError) -> Command {
    let commands: [(name: String, command: Command)] = [
      ("command", .promptCommand), ("search", .promptSearch), ("filter", .promptFilter), ("probe", .promptProbe),
    ]
    let names = commands.map(\.name)
    let found = try word("one of \(names.joined(separator: ", "))")
    guard let command = commands.first(where: { $0.name == found })?.command else {
      throw error(.badWord(command: command, found: String(found), valid: names), at: found)
    }
    return command
  }

  /// A number of seconds with at most three decimals, up to an hour; nil if there is none.
  mutating func seconds() throws(CommandError) -> Duration? {
    guard let found = word() else { return nil }
    let parts = found.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let decimals = parts.count > 1 ? parts[1] : ""
    let padded = decimals + String(repeating: "0", count: max(3 - decimals.count, 0))
    guard let whole = UInt64(parts[0]), parts[0].first != "+", whole <= 3600, decimals.count <= 3,
      parts.count == 1 || !decimals.isEmpty, let thousandths = UInt64(padded), padded.first != "+"
    else {
      throw error(
        .badValue(command: command, found: String(found), expected: "a number of seconds, 0 to 3600"), at: found)
    }
    return .milliseconds(whole * 1000 + thousandths)
  }

  /// "KIND VALUE", of some kinds.
  mutating func expectation(
    _ kinds: [Expectation.Kind] = Expectation.Kind.allCases
  ) throws(CommandError) -> Expectation {
    let kind: Expectation.Kind = try choice(kinds)
    command += " \(kind)"
    return try value(of: kind)
  }

  /// A text in quotes, "=", and the answer: "KIND VALUE", or the value alone where it says of what.
  mutating func question() throws(CommandError) -> Command {
    let asked = rest
    guard rest.isEmpty || rest.isQuoted else {
      throw error(.badValue(command: command, found: String(asked), expected: "a question in double quotes"))
    }
    let question = try text("a question")
    guard take("=") else {
      let found = nextWord.map(String.init) ?? "nothing"
      throw error(.badValue(command: command, found: found, expected: "= and the answer"))
    }
    if let word = nextWord, let kind = Expectation.Kind.saidBy(word) ?? Expectation.Kind.asked(by: question, for: word)
    {
      return .ask(question, try value(of: kind))
    }
    return .ask(question, try expectation(Expectation.Kind.allCases.filter { $0 != .screen }))
  }

  /// The value of a kind, which is checked as far as the kind itself says what is possible.
  private mutating func value(of kind: Expectation.Kind) throws(CommandError) -> Expectation {
    switch kind {
    case .step, .cpl, .flips, .flushes, .syncs, .findings: return Expectation(kind, try number("a number"))
    case .cr3: return Expectation(kind, try number("a number"))
    case .error:
      return Expectation(kind, take("none") ? "none" : try number("an error code such as 0x5, or none"))
    case .verdict:
      let verdict: VerdictWord = try choice(VerdictWord.allCases)
      return Expectation(kind, verdict.rawValue)
    case .design:
      return Expectation(kind, try choice(Design.all, by: \.name).name)
    case .event, .space, .leaks, .symbol, .screen: return Expectation(kind, try text("a value", isBlank: false))
    }
  }

  private mutating func number(_ expected: String) throws(CommandError) -> String {
    let found = try word(expected)
    guard CommandNumber.value(found) != nil else {
      throw error(.badValue(command: command, found: String(found), expected: expected), at: found)
    }
    return String(found)
  }
}

/// What can be said of a step's accesses in one word.
private enum VerdictWord: String, CaseIterable {
  case ok, fault, leak
}

extension Expectation.Kind {
  /// The kind that a value alone tells: a verdict, a design, or the name of a space.
  fileprivate static func saidBy(_ word: Substring) -> Expectation.Kind? {
    if VerdictWord(rawValue: String(word)) != nil { return .verdict }
    if Design(named: String(word)) != nil { return .design }
    return Design.all.contains { $0.spaces.contains { $0.name == word } } ? .space : nil
  }

  /// The words of questions about kinds whose values are numbers or none.
  private static let subjects: [(word: String, kind: Expectation.Kind)] = [
    ("flip", .flips), ("flush", .flushes), ("sync", .syncs), ("error code", .error), ("cpl", .cpl),
    ("finding", .findings), ("leak", .leaks),
  ]

  /// The kind that a question names, if the value is a number or none, and if it names but one.
  fileprivate static func asked(by question: String, for word: Substring) -> Expectation.Kind? {
    guard CommandNumber.value(word) != nil || word == "none" else { return nil }
    let small = question.lowercased()
    let kinds = subjects.filter { small.contains($0.word) }.map(\.kind)
    return kinds.count == 1 ? kinds[0] : nil
  }
}

extension Command.Place {
  /// "12" or "50%"; nil for anything else.
  init?(_ text: some StringProtocol) {
    if text.hasSuffix("%") {
      guard let value = CommandNumber.value(text.dropLast()), value <= 100 else { return nil }
      self = .percent(Int(value))
    } else {
      guard let value = CommandNumber.value(text), value <= UInt64(Int32.max) else { return nil }
      self = .number(Int(value))
    }
  }
}
