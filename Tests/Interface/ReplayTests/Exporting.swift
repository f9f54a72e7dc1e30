import Canvas
import Captures
import Execution
import Chassis
import Explorer
import Replay
import Reports
import ScenarioModel
import Timelines

/// Transcripts to export, and what comes out.
enum Exporting {
  /// Colours as most terminals have them.
  static let palette = Palette(theme: .standard, colors: 256)

  /// A whole export as text.
  static func export(
    _ format: ExportFormat, _ stops: [Transcript.Stop], title: String = "Two & two", isAlone: Bool = false,
    palette: Palette = palette
  ) -> String {
    let size = stops.first?.screen.size ?? Size(width: 12, height: 3)
    let header = Transcript.Header(title: title, size: size, stopCount: isAlone ? nil : stops.count)
    var exporter = Exporter(format, header: header, palette: palette)
    return ByteSink.text { sink in
      exporter.begin(to: &sink)
      for stop in stops { exporter.add(stop, to: &sink) }
      exporter.end(to: &sink)
    }
  }

  /// A narrated stop that shows a screen for two seconds.
  static func stop(_ screen: Grid, number: Int = 1, kind: Transcript.Stop.Kind = .narration) -> Transcript.Stop {
    Transcript.Stop(number: number, kind: kind, place: "a.tour:\(number)", seconds: 2, screen: screen)
  }

  /// Box lines, wide letters, every emphasis, and what the formats give a meaning to:
  ///
  ///     ┌─日本─┬──┐
  ///     │<&"> `` b│
  ///     └ u r ─┴─◆┘
  static var small: Grid {
    var grid = Grid(size: Size(width: 12, height: 3))
    grid.write("┌─", x: 0, y: 0, style: Style(.border))
    grid.write("日本", x: 2, y: 0, style: Style(.user))
    grid.write("─┬──┐", x: 6, y: 0, style: Style(.border))
    grid.write("│", x: 0, y: 1, style: Style(.border))
    grid.write("<&\">", x: 1, y: 1, style: Style(.exposed))
    grid.write("``", x: 6, y: 1)
    grid.write("b", x: 9, y: 1, style: Style(.text, .bold))
    grid.write("│", x: 10, y: 1, style: Style(.border))
    grid.write("└", x: 0, y: 2, style: Style(.border))
    grid.write("u", x: 2, y: 2, style: Style(.text, .underline))
    grid.write("r", x: 4, y: 2, style: Style(.user, .reverse))
    grid.write("─┴─", x: 6, y: 2, style: Style(.border))
    grid.write("◆", x: 9, y: 2, style: Style(.leak))
    grid.write("┘", x: 10, y: 2, style: Style(.border))
    return grid
  }

  /// What a terminal without Unicode shows.
  static var ascii: Grid {
    var grid = Grid(size: Size(width: 12, height: 3), glyphs: .ascii)
    grid.write("+-日-", x: 0, y: 0, style: Style(.border))
    grid.write("| > P  U", x: 0, y: 1)
    return grid
  }

  /// Two stops of the built-in scenario: a question before the first flip, and its answer.
  static func tour(_ glyphs: Glyphs = .unicode) throws -> [Transcript.Stop] {
    let run = try ScenarioRun.record(ScenarioRun.Setup(.first))
    var explorer = Explorer(Timeline(run), shellName: "", size: Size(width: 80, height: 24))
    var question = Transcript.Stop(
      number: 1, kind: .question, place: "first.tour:4", seconds: 4.25, screen: explorer.draw(glyphs: glyphs))
    question.narration = "Where does the first event of *this* recording flip?"
    question.answer = "At gate_syscall+0x20, since what follows reads E's private neighbours."
    question.facts = [.init("step", "0", isNumber: true), .init("space", "E")]
    explorer.update(.key(.character("n")))
    var answer = Transcript.Stop(
      number: 2, kind: .answer, place: "first.tour:9", seconds: 6, screen: explorer.draw(glyphs: glyphs))
    answer.mark = "first-flip"
    answer.narration = "At gate_syscall+0x20: step 46 reads inode.i_size, which E does not map."
    answer.commands = ["flip next"]
    answer.facts = [.init("step", "38", isNumber: true), .init("space", "P"), .init("cpl", "0", isNumber: true)]
    return [question, answer]
  }
}
