import Canvas
import Reports

/// The screens' characters: what `grep` and `diff` are to find.
///
///     == 1/2  first-flip  (a.tour:4)
///     the screen, without blanks at the ends of lines
///
///     == 2/2  (a.tour:9)
///     ...
struct TextExport: TranscriptExport {
  let header: Transcript.Header
  private var isFirst = true

  init(header: Transcript.Header) {
    self.header = header
  }

  mutating func add(_ stop: Transcript.Stop, to sink: inout ByteSink) {
    if !isFirst { sink.endLine() }
    isFirst = false
    for line in [stop.headline(header)] + stop.screen.lines {
      sink.append(line)
      sink.endLine()
    }
  }
}
