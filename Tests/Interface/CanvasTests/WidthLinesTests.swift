import Canvas
import Testing

/// Text over several lines.
@Suite struct WidthLinesTests {
  @Test(
    arguments: [
      ("", 10, []), ("one", 10, ["one"]), ("one two", 7, ["one two"]), ("one two", 6, ["one", "two"]),
      ("a  b   c", 10, ["a b c"]), ("abcdefgh", 3, ["abc", "def", "gh"]), ("ab abcdef", 4, ["ab", "abcd", "ef"]),
      ("日本語", 4, ["日本", "語"]), ("日本", 1, ["日", "本"]), ("x", 0, ["x"]),
    ] as [(String, Int, [String])])
  func lines(text: String, columns: Int, lines: [String]) {
    #expect(Width.lines(of: text, columns: columns) == lines)
  }
}
