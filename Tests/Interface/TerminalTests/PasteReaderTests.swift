import Terminal
import Testing

struct PasteReaderTests {
  /// What is read at once is never more than what must come before the end.
  @Test(arguments: [
    ("abc", "abc", "def"), ("", "", "\r"), ("a\u{1B}[201", "a\u{1B}[201", ""),
    ("\u{1B}\u{1B}[20", "\u{1B}\u{1B}[20", "x"),
    ("世\n\u{3}", "世\n\u{3}", "\u{1B}[200~"),
  ])
  func readsToTheEnd(pasted: String, text: String, behind: String) {
    let bytes = Array((pasted + "\u{1B}[201~" + behind).utf8)
    for size in 1...7 {
      var rest = bytes[...]
      var reader = PasteReader()
      while reader.missing > 0 {
        let chunk = rest.prefix(min(size, reader.missing))
        rest = rest.dropFirst(chunk.count)
        reader.take(Array(chunk))
      }
      #expect(reader.text == text)
      #expect(Array(rest) == Array(behind.utf8))
    }
  }

  @Test func keepsNoMoreThanItsLimit() {
    var reader = PasteReader()
    for _ in 0..<40_000 { reader.take([0x61, 0x1B, 0x62]) }
    #expect(reader.text.utf8.count == PasteReader.limit)
    #expect(reader.missing == 6)
  }
}
