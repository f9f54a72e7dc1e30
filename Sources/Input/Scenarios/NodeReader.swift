import Bytes
import Diagnostics
import YAML

/// Takes nodes for what they should be, or says what they are instead.
struct NodeReader {
  /// The text, for errors.
  let text: YAMLText
  /// Names are no longer than this, in bytes.
  static let nameLimit = 80

  /// An error at a node.
  func error(_ node: YAMLNode, _ found: String, expected: String = "") -> ParseError {
    error(at: node.mark, found, expected: expected)
  }

  /// An error at a place.
  func error(at mark: TextMark, _ found: String, expected: String = "") -> ParseError {
    text.error(at: mark, CleanText.clean(found), expected: CleanText.clean(expected))
  }

  /// The lines of a map by key; `what` names the map in messages.
  func fields(_ node: YAMLNode, _ what: String, keys: [String]) throws(ParseError) -> [String: YAMLNode] {
    guard case .mapping(let pairs) = node.content else {
      throw error(node, "\(node.words) for \(what)", expected: "a map with \(keys.joined(separator: ", "))")
    }
    var fields: [String: YAMLNode] = [:]
    for pair in pairs {
      guard keys.contains(pair.key) else {
        throw error(
          at: pair.mark, "unknown key '\(pair.key.prefix(60))' in \(what)", expected: keys.joined(separator: ", "))
      }
      fields[pair.key] = pair.value
    }
    return fields
  }

  /// The items of a list.
  func list(_ node: YAMLNode, _ what: String) throws(ParseError) -> [YAMLNode] {
    guard case .sequence(let items) = node.content else {
      throw error(node, "\(node.words) for \(what)", expected: "a list")
    }
    return items
  }

  /// One word or name, cleaned.
  func name(_ node: YAMLNode, _ what: String) throws(ParseError) -> String {
    guard case .scalar(let value, _) = node.content, !value.isEmpty else {
      throw error(node, "\(node.words) for \(what)", expected: "a name")
    }
    return try name(value, at: node.mark, what)
  }

  /// A name that is a part of a text, or a key, cleaned.
  func name(_ text: String, at mark: TextMark, _ what: String) throws(ParseError) -> String {
    guard !text.isEmpty else { throw error(at: mark, "'' for \(what)", expected: "a name") }
    guard text.utf8.count <= Self.nameLimit else {
      throw error(at: mark, "a name of \(text.utf8.count) bytes for \(what)", expected: "at most \(Self.nameLimit)")
    }
    return CleanText.clean(text)
  }

  /// A text of several lines, as one line, cleaned.
  func prose(_ node: YAMLNode, _ what: String) throws(ParseError) -> String {
    guard case .scalar(let value, _) = node.content else {
      throw error(node, "\(node.words) for \(what)", expected: "a text")
    }
    return CleanText.clean(value.split { $0.isWhitespace }.joined(separator: " "))
  }

  /// One of `words`.
  func word(_ node: YAMLNode, _ what: String, of words: [String]) throws(ParseError) -> String {
    guard case .scalar(let value, _) = node.content, words.contains(value) else {
      throw error(node, "\(node.words) for \(what)", expected: words.joined(separator: ", "))
    }
    return value
  }

  /// A case of an enumeration, by its raw value.
  func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ node: YAMLNode, _ what: String, _ type: Value.Type = Value.self
  ) throws(ParseError) -> Value {
    let word = try word(node, what, of: Value.allCases.map(\.rawValue))
    guard let value = Value(rawValue: word) else { throw error(node, node.words) }
    return value
  }

  /// A switch: on or off, true or false.
  func flag(_ node: YAMLNode, _ what: String) throws(ParseError) -> Bool {
    let word = try word(node, what, of: ["on", "off", "true", "false"])
    return word == "on" || word == "true"
  }

  /// A decimal number in a range.
  func number(_ node: YAMLNode, _ what: String, in range: ClosedRange<Int>) throws(ParseError) -> Int {
    guard case .scalar(let value, _) = node.content, value.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
      let number = Int(value), range.contains(number)
    else {
      throw error(
        node, "\(node.words) for \(what)", expected: "a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// A 64-bit number with 0x.
  func address(_ node: YAMLNode, _ what: String) throws(ParseError) -> UInt64 {
    guard case .scalar(let value, _) = node.content, value.hasPrefix("0x"),
      value.dropFirst(2).first?.isHexDigit == true, let number = UInt64(value.dropFirst(2), radix: 16)
    else {
      throw error(node, "\(node.words) for \(what)", expected: "0x and up to 16 hexadecimal digits")
    }
    return number
  }
}

/// Lists of names, for messages.
enum Names {
  /// All of `names`, or if they are many the eight that are most like `word`.
  static func like(_ word: String, in names: [String]) -> String {
    guard names.count > 8 else { return names.isEmpty ? "none: there are none" : names.joined(separator: ", ") }
    let sorted = names.map { (distance(word, $0), $0) }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    return "one of \(names.count), such as " + sorted.prefix(8).map(\.1).joined(separator: ", ")
  }

  /// How many bytes to change, to put in or to take out: Levenshtein.
  static func distance(_ first: String, _ second: String) -> Int {
    let second = Array(second.utf8.prefix(NodeReader.nameLimit))
    var row = Array(0...second.count)
    for (index, byte) in first.utf8.prefix(NodeReader.nameLimit).enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in 0..<second.count {
        let replaced = diagonal + (second[column] == byte ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, min(row[column], row[column + 1]) + 1)
      }
    }
    return row[second.count]
  }
}
