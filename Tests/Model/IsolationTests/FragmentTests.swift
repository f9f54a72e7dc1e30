import Isolation
import TestSupport
import Testing

struct FragmentTests {
  @Test(arguments: [
    ("", "", true), ("", "a", true), ("a", "", false), ("a", "ba", true), ("ab", "aab", true), ("aab", "aaab", true),
    ("aab", "abaabaab", true), ("abab", "abacabab", true), ("ababc", "ababab", false), ("abc", "ab", false),
    ("ü", "für", true), ("ü", "fur", false),
  ])
  func found(_ fragment: String, in text: String, isThere: Bool) {
    #expect(Fragment(fragment).stands(in: text) == isThere)
  }

  /// Every fragment of up to five letters in every text of seven, of two letters.
  @Test func everyText() {
    func words(_ count: Int) -> [String] {
      (0..<1 << count).map { word in String((0..<count).map { word >> $0 & 1 == 0 ? "a" : "b" }) }
    }
    let texts = words(7)
    for word in (0...5).flatMap(words) {
      let fragment = Fragment(word)
      for text in texts { #expect(fragment.stands(in: text) == text.contains(word), "'\(word)' in '\(text)'") }
    }
  }

  /// A long one was prepared for each text: 100,000 of them took minutes.
  @Test func longFragment() {
    let fragment = Fragment(String(repeating: "search ", count: 10_000))
    for number in 0..<100_000 where fragment.stands(in: "symbol_\(number)") { Issue.record("\(number)") }
  }
}
