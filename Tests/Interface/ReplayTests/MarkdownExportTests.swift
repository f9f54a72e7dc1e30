import Canvas
import Replay
import Testing

/// Documents: narration stays what it is, and screens stay in their fences.
@Suite struct MarkdownExportTests {
  @Test(
    arguments: [
      ("swapgs_restore and _this_", #"swapgs_restore and \_this\_"#),
      ("a * b `c` [d](e) <f> ~~g~~ $h$", #"a \* b \`c\` \[d](e) \<f> \~\~g\~\~ \$h\$"#),
      ("C & D, &amp; &#38;", #"C & D, \&amp; \&#38;"#),
      ("# not a heading #", ##"\# not a heading \#"##),
      ("1. first", #"1\. first"#), ("12) twelfth", #"12\) twelfth"#), ("3 of 4.", "3 of 4."),
      ("- a - b", #"\- a - b"#), ("> a > b", #"\> a > b"#), ("+1", #"\+1"#),
      ("a\\b", #"a\\b"#), ("two\n\n  lines\tand a tab", "two lines and a tab"), ("日本 *", #"日本 \*"#),
      ("bell \u{7} and \u{202E}", "bell \u{FFFD} and \u{FFFD}"),
    ])
  func narration(text: String, escaped: String) {
    var stop = Exporting.stop(Grid(size: Size(width: 1, height: 1)))
    stop.mark = "m"
    stop.narration = text
    let lines = Exporting.export(.markdown, [stop]).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.prefix(5).map(String.init) == ["# Two & two", "", "## 1. m", "", escaped])
  }

  @Test(
    arguments: [
      ("goto 8", "`goto 8`"), ("find `x", "``find `x``"), ("`a` b", "`` `a` b ``"), ("a ``", "``` a `` ```"),
    ])
  func commands(command: String, code: String) {
    var stop = Exporting.stop(Exporting.small)
    stop.commands = [command, "step"]
    #expect(Exporting.export(.markdown, [stop]).contains("\n\n- Commands: \(code), `step`\n\n```text\n"))
  }

  /// The fence is longer than any run of backticks on the screen.
  @Test func fences() {
    var grid = Grid(size: Size(width: 8, height: 2))
    grid.write("```", x: 0, y: 0)
    grid.write("`````` `", x: 0, y: 1)
    let text = Exporting.export(.markdown, [Exporting.stop(grid)])
    #expect(text.hasSuffix("\n```````text\n```\n`````` `\n```````\n"))
  }

  /// Neither the question's answer nor the stop that gives it can be read before it is unfolded.
  @Test func questions() {
    let grid = Grid(size: Size(width: 1, height: 1))
    var question = Exporting.stop(grid, kind: .question)
    question.narration = "Who flips?"
    question.answer = "The *gate*."
    var answer = Exporting.stop(grid, number: 2, kind: .answer)
    answer.narration = "The gate, since ..."
    #expect(
      Exporting.export(.markdown, [question, answer]) == #"""
        # Two & two

        ## 1. Who flips?

        ```text

        ```

        **Question:** Who flips?

        <details><summary>Answer</summary>

        The \*gate\*.

        </details>

        ## 2. answer

        <details><summary>Answer</summary>

        The gate, since ...

        ```text

        ```

        </details>

        """#)
  }

  /// Long narrations are cut to whole words where they are only a name.
  @Test(
    arguments: [
      ("one two three four five six seven eight nine ten", "one two three four five six seven eight nine ten"),
      ("one two three four five six seven eight nine ten 11", "one two three four five six seven eight nine…"),
      (String(repeating: "x", count: 60), String(repeating: "x", count: 47) + "…"),
      (String(repeating: "日", count: 40), String(repeating: "日", count: 23) + "…"),
      (" \n ", "narration"),
    ])
  func labels(narration: String, label: String) {
    var stop = Exporting.stop(Grid(size: Size(width: 1, height: 1)))
    stop.narration = narration
    #expect(Exporting.export(.markdown, [stop]).contains("\n## 1. \(label)\n"))
    #expect(Exporting.export(.cast, [stop]).contains("\"m\",\"1/1 \(label)\"]"))
  }
}
