import Bytes
import Diagnostics
import Testing
import YAML

/// YAML becomes nodes with places; whatever is hostile ends with a message, and soon.
struct YAMLReaderTests {
  private static func read(_ bytes: [UInt8]) throws(ParseError) -> YAMLNode? {
    try YAMLReader.read(FileBytes(name: "x", bytes))
  }

  private static func error(_ bytes: [UInt8]) -> String? {
    do throws(ParseError) {
      _ = try read(bytes)
      return nil
    } catch {
      return error.description
    }
  }

  /// "{a@1:1: 'b'@1:4}": contents and places.
  private static func picture(_ node: YAMLNode) -> String {
    let place = "@\(node.mark.line):\(node.mark.column)"
    switch node.content {
    case .scalar(let text, let isPlain): return (isPlain ? "'\(text)'" : "\"\(text)\"") + place
    case .sequence(let items): return "[\(items.map { picture($0) }.joined(separator: ", "))]" + place
    case .mapping(let pairs):
      let lines = pairs.map { "\($0.key)@\($0.mark.line):\($0.mark.column): \(picture($0.value))" }
      return "{\(lines.joined(separator: ", "))}" + place
    }
  }

  @Test(arguments: [
    ("a: b", "{a@1:1: 'b'@1:4}@1:1"), ("- x\n- 'y'\n", "['x'@1:3, \"y\"@2:3]@1:1"),
    ("a: >\n  one\n  two\n", "{a@1:1: \"one two\n\"@1:4}@1:1"), ("# only a comment\n", ""),
    ("\u{feff}a:", "{a@1:1: ''@1:3}@1:1"), ("é: [ö, x]", "{é@1:1: ['ö'@1:5, 'x'@1:8]@1:4}@1:1"),
    ("a: &n [x]\nb: *n", "{a@1:1: ['x'@1:8]@1:4, b@2:1: ['x'@1:8]@1:4}@1:1"),
    ("a: 1\r\nb: 2\r\n", "{a@1:1: '1'@1:4, b@2:1: '2'@2:4}@1:1"),
  ])
  func nodes(text: String, expected: String) throws {
    #expect(try Self.read(Array(text.utf8)).map { Self.picture($0) } ?? "" == expected)
  }

  @Test(
    arguments: [
      ("a: 1\n\tb: 2", "x:2:1: error: a tab; expected spaces; YAML does not indent with tabs\n  \u{fffd}b: 2\n  ^"),
      ("a: 1\na: 2", "x:2:1: error: the key 'a' a second time; expected it once; it is in line 1\n  a: 2\n  ^"),
      (
        "a:\n- \"b\": 1\n  b: 2",
        "x:3:3: error: the key 'b' a second time; expected it once; it is in line 2\n    b: 2\n    ^"
      ),
      ("[a, b]: 1", "x:1:1: error: a list as a key; expected text\n  [a, b]: 1\n  ^"),
      ("a: *b", "x:1:4: error: the alias '*b'; expected an anchor of that name before it\n  a: *b\n     ^"),
      (
        "a: &b [*b]",
        "x:1:8: error: the alias '*b'; expected an anchor of that name before it\n  a: &b [*b]\n         ^"
      ),
      (
        "a: !!int 1",
        "x:1:4: error: the tag 'tag:yaml.org,2002:int'; expected a value without tag\n  a: !!int 1\n     ^"
      ),
      ("a: 1\n---\nb: 2", "x:2:1: error: a second document; expected one a file\n  ---\n  ^"),
      ("%YAML 1.1\n---\na: 1", "x:1:1: error: a directive; expected YAML without any\n  %YAML 1.1\n  ^"),
      ("a: [1", "x:2:1: error: not YAML: did not find expected ',' or ']'\n  \n  ^"),
      ("a: 'b", "x:1:6: error: not YAML: found unexpected end of stream\n  a: 'b\n       ^"),
      ("a: b: c", "x:1:5: error: not YAML: mapping values are not allowed in this context\n  a: b: c\n      ^"),
    ] as [(String, String)])
  func refusals(text: String, expected: String) {
    #expect(Self.error(Array(text.utf8)) == expected)
  }

  @Test(
    arguments: [
      (Array("a: b\nc: ".utf8) + [0], 2, 4, "control characters are not allowed"),
      (Array("a: b\u{7f}".utf8), 1, 5, "control characters are not allowed"),
      (Array("ä: ".utf8) + [0xff, 0x41], 1, 5, "invalid leading UTF-8 octet"),
      (Array("a: ".utf8) + [0xc3, 0x28], 1, 5, "invalid trailing UTF-8 octet"),
      (Array("a: ".utf8) + [0xe2, 0x82], 1, 4, "incomplete UTF-8 octet sequence"),
      (Array("a: ".utf8) + [0xc0, 0x80], 1, 4, "invalid length of a UTF-8 sequence"),
    ] as [([UInt8], Int, Int, String)])
  func whatIsNoText(bytes: [UInt8], line: Int, column: Int, problem: String) {
    let start = "x:\(line):\(column): error: not text: \(problem); expected UTF-8 text without control characters\n"
    #expect(Self.error(bytes)?.hasPrefix(start) == true, "\(Self.error(bytes) ?? "")")
  }

  /// Ten levels of ten aliases each would be ten thousand million nodes.
  @Test func aliasBomb() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let names = [String](repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(names)]\n"
    }
    let expected = "x:5:45: error: more than 100000 values, with those that aliases repeat; expected fewer\n"
    #expect(Self.error(Array(text.utf8))?.hasPrefix(expected) == true, "\(Self.error(Array(text.utf8)) ?? "")")
  }

  /// Aliases repeat 16 MiB of text at most: of 8 MiB two, whether it is a value itself or in a list.
  @Test(arguments: ["t", "[t]"]) func longAliases(value: String) {
    let text = value.replacing("t", with: String(repeating: "x", count: 8 << 20))
    #expect(Self.error(Array("a: &a \(text)\nb: [*a, *a]\n".utf8)) == nil)
    let error = Self.error(Array("a: &a \(text)\nb: [*a, *a, *a]\n".utf8))
    #expect(
      error?.hasPrefix(
        "x:2:13: error: aliases that repeat more than 16777216 bytes; expected fewer, or shorter texts\n")
        == true, "\(error?.prefix(200) ?? "")")
  }

  @Test(arguments: ["[", "- ", "{a: ", "? "])
  func deepNesting(opening: String) {
    let text = String(repeating: opening, count: 200_000)
    let column = 64 * opening.utf8.count + 1
    let expected = "x:1:\(column): error: more than 64 lists and maps inside of each other; expected fewer\n"
    #expect(
      Self.error(Array(text.utf8))?.hasPrefix(expected) == true, "\(Self.error(Array(text.utf8))?.prefix(200) ?? "")")
  }

  /// Aliases nest too.
  @Test func deepAliases() {
    var text = "a0: &a0 [x]\n"
    for level in 1...70 { text += "a\(level): &a\(level) [*a\(level - 1)]\n" }
    let expected = "x:64:12: error: an alias that nests deeper than 64 lists and maps; expected fewer\n"
    #expect(Self.error(Array(text.utf8))?.hasPrefix(expected) == true, "\(Self.error(Array(text.utf8)) ?? "")")
  }

  @Test func sizes() {
    #expect(
      Self.error([UInt8](repeating: 0x20, count: 100_000_000))
        == "x: is 100000000 bytes long; expected YAML of at most 16 MiB")
    let list = Array(String(repeating: "- a\n", count: 200_000).utf8)
    #expect(
      Self.error(list) == "x:100001:3: error: more than 100000 values, with those that aliases repeat; expected fewer\n"
        + "  - a\n    ^")
    let directives = Array(String(repeating: "%TAG !a! !b\n", count: 1_000_000).utf8)
    #expect(Self.error(directives) == "x:1:1: error: a directive; expected YAML without any\n  %TAG !a! !b\n  ^")
  }

  /// Long lines and many comments are read, and soon.
  @Test func longTexts() throws {
    let long = Array("a: \"".utf8) + [UInt8](repeating: 0x78, count: 2_000_000) + [0x22]
    let comments = [UInt8]([[UInt8]](repeating: Array("#\n".utf8), count: 1_000_000).joined())
    #expect(try Self.read(long) != nil)
    #expect(try Self.read(comments) == nil)
  }

  /// Every prefix and every change of one byte ends in nodes or in a message.
  @Test func mutations() {
    let text = Array("a: &n [x, 'y', \"z\\x41\"]\nb: {c: *n, d: |\n  text\n  }\n# end\n".utf8)
    for length in 0...text.count { _ = Self.error(Array(text.prefix(length))) }
    for index in text.indices {
      for byte in [0, 9, 0x0d, 0x21, 0x22, 0x26, 0x2a, 0x3a, 0x5b, 0x7b, 0x85, 0xc2, 0xff] as [UInt8] {
        var changed = text
        changed[index] = byte
        _ = Self.error(changed)
      }
    }
  }
}
