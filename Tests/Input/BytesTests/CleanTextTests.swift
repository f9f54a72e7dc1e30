import Bytes
import Testing

/// What may reach a terminal.
struct CleanTextTests {
  @Test(arguments: [
    ("plain text ~", "plain text ~"), ("über ☃ 日本", "über ☃ 日本"), ("a\u{1b}[31mb", "a\u{fffd}[31mb"),
    ("a\tb\r\n", "a\u{fffd}b\u{fffd}\u{fffd}"),
    ("\u{0}\u{7f}\u{9b}x\u{85}", "\u{fffd}\u{fffd}\u{fffd}x\u{fffd}"),
    (
      "a\u{202e}b\u{2066}c\u{200f}d\u{61c}\u{200e}\u{2069}\u{202a}",
      "a\u{fffd}b\u{fffd}c\u{fffd}d" + String(repeating: "\u{fffd}", count: 4)
    ),
    ("\u{a0}\u{2065}\u{202f}", "\u{a0}\u{2065}\u{202f}"),
  ])
  func controlsAreReplaced(text: String, expected: String) {
    #expect(CleanText.clean(text) == expected)
    #expect(CleanText.clean(Array(text.utf8)) == expected)
    let bytes = FileBytes(name: "t", Array("<\(text)>".utf8))
    #expect(bytes.withBytes { span in CleanText.clean(span, 1..<span.count - 1) } == expected)
    #expect(bytes.withBytes { span in CleanText.clean(span, 1..<span.count + 1) }.isEmpty)
  }

  @Test func invalidUTF8IsReplaced() {
    #expect(CleanText.clean([0x61, 0xff, 0x62, 0xc3]) == "a\u{fffd}b\u{fffd}")
  }

  @Test func noControlCharacterSurvives() {
    for value in UInt32(0)...0x2fff {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let clean = CleanText.clean(String(scalar))
      #expect(clean.unicodeScalars.count == 1)
      #expect(clean.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    }
  }
}
