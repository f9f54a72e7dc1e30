import Bytes
import Diagnostics
import Isolation
import Scenarios
import Testing

/// Every message that a policy file can get, with its exact text.
struct PolicyErrorTests {
  private static let keys = "extends, text, sections, spaces, entries, allow, aliases"
  private static let classes = "meta, gate, entry, xtext, scall, rodata, xdata, ptext, pdata"
  private static let long = String(repeating: "a", count: 81)

  @Test func nothing() {
    #expect(Self.error("# nothing") == "p.yaml: holds no policy; expected a map with \(Self.keys)")
  }

  @Test func lineAndCaret() {
    #expect(
      Self.error("text: public\nsections:\n- xtext: [.text..a*, '']\n") == """
        p.yaml:3:22: error: an empty pattern for xtext; expected a name, in which * and ? can stand
          - xtext: [.text..a*, '']
                               ^
        """)
  }

  @Test(
    arguments: [
      ("- a", "1:1: error: a list for a policy; expected a map with \(keys)"),
      ("colour: red", "1:1: error: unknown key 'colour' in a policy; expected \(keys)"),
      ("extends: linux", "1:10: error: 'linux' for extends; expected standard, none"),
      ("text: secret", "1:7: error: 'secret' for text; expected public, split"),
      ("sections: {xtext: a}", "1:11: error: a map for sections; expected a list"),
      ("sections: [a]", "1:12: error: 'a' for one of sections; expected a map with \(classes)"),
      ("sections: [{exposed: a}]", "1:13: error: unknown key 'exposed' in one of sections; expected \(classes)"),
      (
        "sections: [{xtext: a, pdata: b}]",
        "1:12: error: 2 classes in one of sections; expected one: an item each, since the first match wins"
      ),
      (
        "sections: [{}]",
        "1:12: error: 0 classes in one of sections; expected one: an item each, since the first match wins"
      ),
      ("sections: [{xtext: }]", "1:20: error: an empty pattern for xtext; expected a name, in which * and ? can stand"),
      ("sections: [{xtext: {}}]", "1:20: error: a map for xtext; expected a name"),
      ("sections: [{xtext: \(long)}]", "1:20: error: a name of 81 bytes for xtext; expected at most 80"),
      ("spaces: [pti]", "1:9: error: a list for spaces; expected a map with nopti, pti, asi3, gasi, unified"),
      ("spaces: {kpti: []}", "1:10: error: unknown key 'kpti' in spaces; expected nopti, pti, asi3, gasi, unified"),
      ("spaces: {pti: entry}", "1:15: error: 'entry' for pti; expected a list"),
      (
        "spaces: {pti: [text]}",
        "1:16: error: 'text' for pti; expected \(classes), or the name of a section, which begins with a dot"
      ),
      ("spaces: {pti: [.\(long)]}", "1:16: error: a name of 82 bytes for pti; expected at most 80"),
      ("entries: {}", "1:10: error: a map for entries; expected a name"),
      ("entries: ['']", "1:11: error: an empty pattern for entries; expected a name, in which * and ? can stand"),
      ("allow: a", "1:8: error: 'a' for allow; expected a list"),
      ("allow: ['a : b']", "1:9: error: 'a : b' for one of allow; expected from -> to : reason"),
      ("allow: ['a -> b']", "1:9: error: 'a -> b' for one of allow; expected from -> to : reason"),
      ("allow: ['a -> b :']", "1:9: error: an empty reason; expected why the reference is good"),
      ("allow: ['-> b : c']", "1:9: error: an empty pattern for from; expected a name, in which * and ? can stand"),
      ("allow: ['a -> : c']", "1:9: error: an empty pattern for to; expected a name, in which * and ? can stand"),
      ("allow: [a -> b: ]", "1:17: error: an empty reason; expected why the reference is good"),
      ("allow: [a: b]", "1:9: error: unknown key 'a' in one of allow; expected from, to, reason"),
      ("allow: [[]]", "1:9: error: a list for one of allow; expected a map with from, to, reason"),
      ("allow: [{to: b, reason: c}]", "1:9: error: one of allow without from; expected from"),
      ("allow: [{from: a, reason: c}]", "1:9: error: one of allow without to; expected to"),
      ("allow: [{from: a, to: b}]", "1:9: error: one of allow without reason; expected reason"),
      (
        "allow: [{from: a, to: b, reason: ' '}]",
        "1:34: error: an empty reason; expected why the reference is good"
      ),
      ("aliases: [a]", "1:10: error: a list for aliases; expected a map of names"),
      ("aliases: {a: }", "1:14: error: nothing for a; expected a name"),
      ("aliases: {'': a}", "1:11: error: '' for aliases; expected a name"),
      ("aliases: {a: a}", "1:14: error: 'a' as an alias of itself; expected the symbol that it stands for"),
      (
        "aliases: {z: a, a: b, b: c, c: a}",
        "1:17: error: aliases in a circle: a -> b -> c -> a; expected a symbol that is no alias at the end"
      ),
      (
        "aliases: {jiffies_64: jiffies}",
        "1:11: error: aliases in a circle: jiffies_64 -> jiffies -> jiffies_64; "
          + "expected a symbol that is no alias at the end"
      ),
    ] as [(String, String)])
  func message(text: String, expected: String) {
    #expect(Self.error(text)?.firstLine == "p.yaml:\(expected)")
  }

  @Test(arguments: ["sections: [{xtext: [X]}]", "spaces: {pti: [X]}", "entries: [X]", "allow: [X]"])
  func tooMany(form: String) {
    let item = form.hasPrefix("allow") ? "'a -> b : c'" : form.hasPrefix("spaces") ? ".a" : "a"
    func text(_ count: Int) -> String {
      form.replacing("X", with: repeatElement(item, count: count).joined(separator: ","))
    }
    #expect(Self.error(text(4096)) == nil)
    #expect(Self.error(text(4097))?.firstLine.contains("error: more than 4096 ") == true)
  }

  /// What stands between stars with question marks is short in all.
  @Test(arguments: ["sections: [{xtext: [X]}]", "spaces: {pti: [X]}", "entries: [X]", "allow: [X]"])
  func marks(form: String) {
    func text(_ count: Int) -> String {
      let names = (0..<count).map { ".*a?a\(100 + $0)a?*" } + [".*a?a100a*", ".*aaaa*"]
      let items = names.map { form.hasPrefix("allow") ? "'\($0) -> b : c'" : "'\($0)'" }
      return form.replacing("X", with: items.joined(separator: ","))
    }
    #expect(Self.error(text(146)) == nil)
    let found = "1029 bytes of patterns between stars, with question marks; expected at most 1024"
    #expect(Self.error(text(147))?.firstLine.hasSuffix(found) == true)
  }

  /// Other question marks are at few places in all.
  @Test(arguments: ["a?X*", "*X?a", "X?"]) func manyShapes(pattern: String) {
    func text(_ count: Int) -> String {
      let names = (0..<count).map { place in
        let middle = String(repeating: "?", count: 1 + place / 60) + String(repeating: "b", count: 1 + place % 60)
        return "'\(pattern.replacing("X", with: middle))'"
      }
      return "entries: [\(names.joined(separator: ","))]"
    }
    #expect(Self.error(text(100)) == nil)
    #expect(Self.error(text(400))?.firstLine.contains("question marks at too many places of patterns") == true)
  }

  /// A long circle is cut short.
  @Test func longCircle() {
    let pairs = (0..<4096).map { "a\($0): a\(($0 + 1) % 4096)" }.joined(separator: ", ")
    #expect(
      Self.error("aliases: {\(pairs)}")?.firstLine
        == "p.yaml:1:11: error: aliases in a circle: a0 -> a1 -> a2 -> a3 -> a4 -> a5 -> a6 -> ... -> a0; "
        + "expected a symbol that is no alias at the end")
  }

  private static func error(_ text: String) -> String? {
    do throws(ParseError) {
      _ = try PolicyFile.read(FileBytes(name: "p.yaml", Array(text.utf8)))
      return nil
    } catch {
      return error.description
    }
  }
}
