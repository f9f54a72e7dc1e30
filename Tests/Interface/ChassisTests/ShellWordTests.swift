import Chassis
import Testing

@Suite struct ShellWordTests {
  @Test(arguments: [
    ("a/b.csv", "a/b.csv"), ("a b", "'a b'"), ("it's", #"'it'\''s'"#), ("x=1", "'x=1'"), ("50%,@y:z+-_", "50%,@y:z+-_"),
  ])
  func quoted(word: String, expected: String) { #expect(ShellWord.quoted(word) == expected) }
}
