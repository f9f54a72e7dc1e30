import Isolation
import PageTables

extension Command {
  /// The names that the prompt understands, in alphabetical order.
  package static let names = [
    "back", "close", "compare", "copy", "design", "filter", "focus", "goto", "help", "inject", "mark", "next", "only",
    "page",
    "previous", "probe", "quit", "redraw", "search", "set", "shell", "step", "undo", "walk",
  ]

  /// Reads a command as it is typed after ':'; a number or a percentage alone is a `goto`.
  package init(parsing text: String) throws(CommandError) {
    let words = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
    let name = words.first.map(String.init) ?? ""
    let rest = words.count > 1 ? String(words[1].drop { $0 == " " }) : ""
    if let place = Self.position(name), rest.isEmpty {
      self = .goto(place)
      return
    }
    switch name {
    case "step", "back", "page":
      let count = try Self.count(rest, of: name)
      self = name == "step" ? .step(count) : name == "back" ? .back(count) : .page(count)
    case "next": self = .next(try Self.target(rest, of: name), 1)
    case "previous": self = .previous(try Self.target(rest, of: name), 1)
    case "goto": self = .goto(try Self.place(rest))
    case "focus": self = .focus(try Self.word(rest, of: name, Pane.allCases))
    case "only": self = .only(try Self.word(rest, of: name, StepFilter.allCases))
    case "search": self = .search(try Self.text(rest, of: name, "a text"))
    case "filter": self = .filter(rest)
    case "mark": self = .mark(try Self.text(rest, of: name, "a name"))
    case "walk": self = .walk(rest.isEmpty ? nil : try Self.address(rest, of: name))
    case "design": self = .design(try Self.word(rest, of: name, Design.allCases))
    case "compare": self = try Self.comparison(rest)
    case "set": self = try Self.setting(rest)
    case "inject": self = try Self.injection(rest)
    case "probe": self = try Self.probe(rest)
    case "copy", "close", "help", "quit", "redraw", "shell", "undo":
      guard rest.isEmpty else { throw .tooMany(command: name, found: rest) }
      self = Self.plain[name] ?? .help
    default: throw .unknown(name, nearest: Self.nearest(to: name))
    }
  }

  private static let plain: [String: Command] = [
    "copy": .copy, "close": .close, "help": .help, "quit": .quit, "redraw": .redraw, "shell": .shell,
    "undo": .undo,
  ]

  /// A number with or without 0x; nil if it is none or does not fit.
  static func number(_ text: some StringProtocol) -> UInt64? {
    let digits = String(text.filter { $0 != "_" })
    if digits.hasPrefix("0x") || digits.hasPrefix("0X") { return UInt64(digits.dropFirst(2), radix: 16) }
    return UInt64(digits)
  }

  private static func position(_ text: String) -> Place? {
    if text.hasSuffix("%"), let value = number(text.dropLast()), value <= 100 { return .percent(Int(value)) }
    guard let value = number(text), value <= UInt64(Int32.max) else { return nil }
    return .number(Int(value))
  }

  private static func place(_ text: String) throws(CommandError) -> Place {
    let expected = "a step number, a percentage, start, end or mark NAME"
    switch text {
    case "start": return .start
    case "end": return .end
    case "": throw .missing(command: "goto", expected: expected)
    default:
      if text.hasPrefix("mark ") { return .mark(String(text.dropFirst(5))) }
      guard let place = position(text) else { throw .badValue(command: "goto", found: text, expected: expected) }
      return place
    }
  }

  private static func count(_ text: String, of command: String) throws(CommandError) -> Int {
    if text.isEmpty { return 1 }
    guard let value = number(text), value <= UInt64(Int32.max) else {
      throw .badValue(command: command, found: text, expected: "a number of steps")
    }
    return Int(value)
  }

  private static func target(_ text: String, of command: String) throws(CommandError) -> Target {
    try word(text, of: command, Target.allCases)
  }

  private static func word<Word: RawRepresentable<String>>(
    _ text: String, of command: String, _ valid: [Word]
  ) throws(CommandError) -> Word {
    let names = valid.map(\.rawValue)
    guard !text.isEmpty else {
      throw .missing(command: command, expected: "one of \(names.joined(separator: ", "))")
    }
    guard let word = Word(rawValue: text) else {
      throw .badWord(command: command, found: text, valid: names)
    }
    return word
  }

  private static func text(_ text: String, of command: String, _ expected: String) throws(CommandError) -> String {
    guard !text.isEmpty else { throw .missing(command: command, expected: expected) }
    return text
  }

  private static func address(_ text: String, of command: String) throws(CommandError) -> VirtualAddress {
    let digits = text.hasPrefix("0x") ? text : "0x" + text
    guard let value = number(digits) else {
      throw .badValue(command: command, found: text, expected: "an address")
    }
    return VirtualAddress(value)
  }

  /// The command that differs from `name` in the fewest letters, if these are at most two, or one of three.
  private static func nearest(to name: String) -> String? {
    let limit = name.count > 3 ? 2 : 1
    return names.map { ($0, distance($0, name)) }.filter { $0.1 <= limit }.min { $0.1 < $1.1 }?.0
  }

  /// Levenshtein's distance: insertions, deletions and replacements of letters.
  private static func distance(_ a: String, _ b: String) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (x == y ? 0 : 1))
        diagonal = above
      }
    }
    return row[b.count]
  }
}
