import Isolation
import TestSupport
import Testing

/// Many patterns at once say what each says alone, and read a name once.
struct GlobSetTests {
  private static func text(_ random: inout SplitMix64, _ letters: [Character], _ length: ClosedRange<Int>) -> String {
    String((0..<random.number(length)).map { _ in random.pick(letters, or: "a") })
  }

  private static func matches(_ set: inout GlobSet, _ name: String) -> [Int] {
    var found: [Int] = []
    set.forEachMatch(name) { found.append($0) }
    return found.sorted()
  }

  @Test func oneByOne() {
    withSeeds(400) { random in
      let letters: [Character] = random.oneIn(2) ? ["a", "b", "*", "*", "?"] : ["a", "a", "*", "é", "?"]
      let count = random.oneIn(4) ? 60 : random.number(0...8)
      let globs = (0..<count).map { _ in Glob(Self.text(&random, letters, 0...7)) }
      var set = GlobSet(globs)
      for _ in 0..<20 {
        let name = Self.text(&random, ["a", "b", "é", "*"], 0...9)
        let expected = globs.indices.filter { globs[$0].matches(name) }
        #expect(Self.matches(&set, name) == expected, "\(name) \(globs.map(\.pattern))")
        #expect(set.first(name) == expected.first)
      }
    }
  }

  @Test(
    arguments: [
      ("a*b", ["ab", "aab", "axyb"], ["a", "b", "ba", "abc"]), ("*", ["", "x"], []), ("", [""], ["x"]),
      ("*?*?*", ["ab", "abc"], ["", "a"]), ("?a*a?", ["xaax", "xaxax"], ["aa", "xax", "xaa"]),
      ("*ab?cd*", ["abxcd", "ababxcdx"], ["abcd", "abxxcd"]), ("*aa*aa*", ["aaaa", "aaxaa"], ["aaa"]),
      ("*a", ["a", "aa"], ["", "ab"]), ("x*x", ["xx"], ["x"]),
    ] as [(String, [String], [String])])
  func cases(pattern: String, fitting: [String], others: [String]) {
    var set = GlobSet([Glob("other"), Glob(pattern)])
    for name in fitting { #expect(set.first(name) == 1 && Glob(pattern).matches(name)) }
    for name in others { #expect(set.first(name) == nil && !Glob(pattern).matches(name)) }
  }

  /// A piece with question marks is looked at where a part stands that no other one has; their bytes are counted.
  @Test func marks() {
    var own = GlobSet((0..<1000).map { Glob("*aaaaaaaa?b\($0)c*") })
    #expect(own.first(String(repeating: "a", count: 4000) + "xb17c") == 17)
    #expect(own.comparisons <= 1)
    #expect(GlobSet(["ab", "a?a*", "*?", "*ab*ab*"].map { Glob($0) }).markedSize == 0)
    #expect(GlobSet(["*a?b*c?d*", "*x*a?b*", "*?a??a?*"].map { Glob($0) }).markedSize == 3 + 3 + 4)
  }

  /// Patterns with question marks at the same places are looked up together: their bytes are counted once, and 16 for each.
  @Test func shapes() {
    func size(_ patterns: [String]) -> Int { GlobSet(patterns.map { Glob($0) }).shapeSize }
    #expect(size(["abc", "abc*", "*abc", "*a?c*"]) == 0)
    #expect(size((0..<1000).map { "aaaa?b\(1000 + $0)*" }) == 10 + 16)
    #expect(size(["a?", "b?", "?a", "a??"]) == 2 + 2 + 3 + 3 * 16)
    #expect(size(["a?*", "*a?", "a?"]) == 3 * (2 + 16), "a beginning, an end, and all of a name")
    var set = GlobSet(["a?c", "a?c", "x?c", "a?*", "*?c"].map { Glob($0) })
    #expect(Self.matches(&set, "abc") == [0, 1, 3, 4])
    #expect(Self.matches(&set, "xbc") == [2, 4])
    #expect(Self.matches(&set, "abcd") == [3])
  }

  /// Patterns that begin alike are looked at together, and a pattern only where its next piece is.
  @Test func work() {
    let stars = String(repeating: "*x", count: 15)
    var set = GlobSet((0..<4000).map { Glob("\(stars)*\($0)") })
    for _ in 0..<10 { #expect(set.first(String(repeating: "x", count: 4000)) == nil) }
    #expect(set.first(String(repeating: "x", count: 40) + "17") == 7)
    #expect(set.comparisons <= 11 * 16)
    let letters = Array("abcdefgh")
    var random = SplitMix64(seed: 1)
    var different = GlobSet(
      (0..<1000).map { _ in Glob("*" + (0..<8).map { _ in "\(random.pick(letters, or: "a"))*" }.joined() + "0") })
    let name = String((0..<4000).map { _ in random.pick(letters, or: "a") })
    #expect(different.first(name) == nil)
    #expect(different.comparisons <= 8 * 1000)
  }
}
