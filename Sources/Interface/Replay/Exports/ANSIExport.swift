import Canvas
import Reports

/// What ``TextExport`` writes, with the looks of a terminal.
///
/// There are no sequences but those for looks (SGR), each line ends in the default look, and no cursor moves: it can be
/// shown with `cat` and scrolled with `less -R`.
struct ANSIExport: TranscriptExport {
  let header: Transcript.Header
  let palette: Palette
  private var isFirst = true

  init(header: Transcript.Header, palette: Palette) {
    self.header = header
    self.palette = palette
  }

  mutating func add(_ stop: Transcript.Stop, to sink: inout ByteSink) {
    if !isFirst { sink.endLine() }
    isFirst = false
    sink.append("\(Look(.bold).sgr(palette.depth))\(stop.headline(header))\u{1B}[0m\n")
    for y in 0..<stop.screen.size.height {
      sink.append(stop.screen.sgrLine(y, palette))
      sink.endLine()
    }
  }
}
