import Canvas
import Reports

/// A tour as a document (CommonMark 0.31.2, and the `<details>` of HTML that code hosts let through).
///
///     # TITLE
///     ## 1. MARK
///     narration
///     - Commands: `...`
///     ```text
///     screen
///     ```
///     **Question:** ...
///     <details><summary>Answer</summary> ... </details>
///
/// Both the answer that belongs to a question and the stop that gives it are folded.
struct MarkdownExport: TranscriptExport {
  let header: Transcript.Header

  func begin(to sink: inout ByteSink) {
    sink.append("# \(Markdown.escaped(header.title.onOneLine))\n")
  }

  func add(_ stop: Transcript.Stop, to sink: inout ByteSink) {
    sink.append("\n## \(stop.number). \(Markdown.escaped(stop.label))\n")
    let narration = Markdown.escaped(stop.narration.onOneLine)
    switch stop.kind {
    case .question:
      addCommands(of: stop, to: &sink)
      add(stop.screen, to: &sink)
      if !narration.isEmpty { sink.append("\n**Question:** \(narration)\n") }
      guard let answer = stop.answer else { return }
      fold(to: &sink) { sink in sink.append("\n\(Markdown.escaped(answer.onOneLine))\n") }
    case .answer:
      fold(to: &sink) { sink in
        if !narration.isEmpty { sink.append("\n\(narration)\n") }
        addCommands(of: stop, to: &sink)
        add(stop.screen, to: &sink)
      }
    case .narration, .pause, .end:
      if !narration.isEmpty { sink.append("\n\(narration)\n") }
      addCommands(of: stop, to: &sink)
      add(stop.screen, to: &sink)
    }
  }

  private func addCommands(of stop: Transcript.Stop, to sink: inout ByteSink) {
    if stop.commands.isEmpty { return }
    sink.append("\n- Commands: \(stop.commands.map { Markdown.code($0.onOneLine) }.joined(separator: ", "))\n")
  }

  private func add(_ screen: Grid, to sink: inout ByteSink) {
    let lines = screen.lines
    let fence = String(repeating: "`", count: max(3, (lines.map(Markdown.longestRunOfBackticks).max() ?? 0) + 1))
    sink.append("\n\(fence)text\n")
    for line in lines { sink.append("\(line)\n") }
    sink.append("\(fence)\n")
  }

  private func fold(to sink: inout ByteSink, _ body: (inout ByteSink) -> Void) {
    sink.append("\n<details><summary>Answer</summary>\n")
    body(&sink)
    sink.append("\n</details>\n")
  }
}
