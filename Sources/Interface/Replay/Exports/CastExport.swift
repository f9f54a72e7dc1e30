import Canvas
import Reports

/// A recording for terminals and players: asciicast v2, https://docs.asciinema.org/manual/asciicast/v2/.
///
///     {"version":2,"width":80,"height":24,"title":"...","env":{"TERM":"xterm-256color"}}
///     [0.000,"o","hide the cursor, clear, the screen"]
///     [0.001,"m","1/2 first-flip"]
///     [4.000,"o","the rows that are different"]
///     [4.001,"m","2/2 second-flip"]
///     [9.000,"o","show the cursor"]
///
/// A player that jumps to a marker shows what came before it, not what came at the same time: markers stand a
/// millisecond after their screens, and a stop lasts at least that long. There is no time of day, as it would
/// differ from run to run.
struct CastExport: TranscriptExport {
  let header: Transcript.Header
  let palette: Palette

  /// What the terminal shows; nil before the first stop.
  private var shown: Grid?

  /// When the next stop begins, from the start of the recording.
  private var milliseconds = 0

  init(header: Transcript.Header, palette: Palette) {
    self.header = header
    self.palette = palette
  }

  func begin(to sink: inout ByteSink) {
    sink.append("{\"version\":2,\"width\":\(header.size.width),\"height\":\(header.size.height),\"title\":")
    sink.append(json: header.title)
    sink.append(",\"env\":{\"TERM\":\"xterm-256color\"}}\n")
  }

  mutating func add(_ stop: Transcript.Stop, to sink: inout ByteSink) {
    write("o", repaint(stop.screen), at: milliseconds, to: &sink)
    write("m", "\(header.number(of: stop)) \(stop.label)", at: milliseconds + 1, to: &sink)
    milliseconds += Self.milliseconds(stop.seconds)
    shown = stop.screen
  }

  func end(to sink: inout ByteSink) {
    // Below the screen if the terminal is larger; else on its last row, as scrolling would lose the first one.
    write("o", "\u{1B}[0m\u{1B}[\(header.size.height + 1);1H\u{1B}[?25h", at: milliseconds, to: &sink)
  }

  /// What turns the shown screen into the next one: everything at first, then the rows that differ.
  private func repaint(_ screen: Grid) -> String {
    // DECTCEM hides the cursor (DEC STD 070); ED, CUP and EL are in ECMA-48, sections 8.3.39, 8.3.21 and 8.3.41.
    var output = shown == nil ? "\u{1B}[?25l\u{1B}[0m\u{1B}[H\u{1B}[2J" : ""
    let known = shown.flatMap { $0.size == screen.size ? $0 : nil }
    if shown != nil && known == nil { output += "\u{1B}[2J" }
    for y in 0..<min(screen.size.height, header.size.height) {
      if let known, known.row(y) == screen.row(y) { continue }
      // The row is emptied first: after its last column was written, a terminal would empty that one too.
      output += "\u{1B}[\(y + 1);1H\u{1B}[2K\(screen.sgrLine(y, palette, columns: header.size.width))"
    }
    return output
  }

  private func write(_ code: String, _ data: String, at milliseconds: Int, to sink: inout ByteSink) {
    let fraction = "\(1000 + milliseconds % 1000)".dropFirst()
    sink.append("[\(milliseconds / 1000).\(fraction),\"\(code)\",")
    sink.append(json: data)
    sink.append("]\n")
  }

  /// A duration without the noise of fractions; one that is no number, or longer than a day, is cut to what is.
  private static func milliseconds(_ seconds: Double) -> Int {
    seconds > 0 ? max(1, Int((min(seconds, 86_400) * 1000).rounded())) : 1
  }
}
