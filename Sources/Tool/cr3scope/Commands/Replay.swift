import ArgumentParser
import Canvas
import Captures
import Commands
import Diagnostics
import Explorer
import Replay
import Reports
import Terminal
import Timelines

/// Tours, in the terminal and without one.
struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Play a tour: narration, predictions, and the explorer meanwhile.",
    discussion: """
      TOUR is a file with one command a line, or the number or name of a built-in tour: 'cr3scope tours' lists them.
      --check plays it without a terminal, and verifies all that it says with expect, ask and screen: exit status 1 \
      if something does not hold.
      """)

  @Argument(
    help: ArgumentHelp("The tour; with --check several; with --record the input to explore.", valueName: "TOUR"),
    completion: .file())
  var tours: [String] = []

  @Flag(help: "Verify the tour without a terminal.")
  var check = false

  @Option(help: "Write the tour without a terminal: text, ansi, json, svg, cast or markdown.")
  var format: ExportFormat?

  @Option(help: ArgumentHelp("Write only this stop: its number, its mark, or end.", valueName: "STOP"))
  var stop: String?

  @Option(
    help: ArgumentHelp(
      "The size of a screen that is no terminal: columns x rows, 40x12 to 1000x1000.", valueName: "80x24"))
  var size = ScreenSize(width: 80, height: 24)

  @Option(name: [.customShort("o"), .long], help: ArgumentHelp("Where files are written.", valueName: "DIR"))
  var output: String?

  @Flag(help: "Larger boxes, answers hidden, any key goes on; on a projector's colours unless --theme says others.")
  var present = false

  @Option(
    help: ArgumentHelp(
      "With --present tell a second terminal, by a file or FIFO, which stop is shown; without be that terminal.",
      valueName: "FILE"))
  var follow: String?

  @Option(help: ArgumentHelp("Explore, and write what is done to a new tour.", valueName: "OUT"))
  var record: String?

  @OptionGroup var display: DisplayFlags

  func validate() throws {
    let modes = [
      ("--check", check), ("--format", format != nil), ("--record", record != nil), ("--present", present),
    ].filter(\.1).map(\.0)
    if modes.count > 1 { throw ValidationError("\(modes[0]) and \(modes[1]) exclude each other") }
    if follow != nil, let mode = modes.first, mode != "--present" {
      throw ValidationError("--follow is for a presentation; \(mode) has none")
    }
    if stop != nil && (check || record != nil || present) { throw ValidationError("--stop is for --format and -o") }
  }

  mutating func run() throws {
    if check { return try checkAll() }
    if format != nil || output != nil || stop != nil { return try export() }
    if let record { return try recordSession(record) }
    guard let tour = tours.first, tours.count == 1 else {
      throw UsageError("replay plays one tour; several are checked with --check")
    }
    let opened = try OpenedTour.open(tour)
    if let follow, !present {
      return try FollowLoop.run(opened, file: follow, options: display.options(), glyphs: display.glyphs)
    }
    let score = try play(opened)
    guard !score.words.isEmpty, !present else { return }
    try Output.write { sink in
      sink.append(score.words)
      sink.endLine()
    }
  }

  private func play(_ opened: OpenedTour) throws -> Score {
    let file = try follow.map { try FollowFile(forWriting: $0, tour: opened.name) }
    var terminal = try Terminal(options: display.options(theme: present ? .projector : .standard))
    return try ReplayLoop.run(
      opened, manner: present ? .presenting : .reading, on: &terminal, glyphs: display.glyphs,
      follow: file)
  }

  /// Explores an input, and writes down what is done.
  private func recordSession(_ path: String) throws {
    guard tours.count < 2 else { throw UsageError("--record explores one input") }
    let input = tours.first
    let timeline = try input.map { Timeline(try InputFile.open($0)) } ?? (try OpenedTour.first())
    let record = try RecordFile.make(path, input: input)
    var terminal = try Terminal(options: display.options())
    let explorer = Explorer(
      timeline, shellName: input ?? "", size: terminal.size, progress: ScreenWork.progress)
    try Loop.run(explorer, on: &terminal, glyphs: display.glyphs, record: record)
  }

  /// Writes a tour to standard output or to files.
  private func export() throws {
    guard let tour = tours.first, tours.count == 1 else { throw UsageError("replay exports one tour") }
    let folder = output.map { OutputFolder(path: $0) }
    var played = try HeadlessTour(tour, size: size.size, glyphs: headlessGlyphs, folder: folder, screens: .write)
    let only = try stop.map { name in
      guard let found = played.player.plan.stop(named: name) else {
        let marks = played.player.plan.stops.compactMap(\.mark).joined(separator: ", ")
        throw UsageError(
          "--stop \(name): the tour has stops 1 to \(played.player.plan.stops.count)\(marks.isEmpty ? "" : ", \(marks)")"
        )
      }
      return found
    }
    if let format {
      let palette = Palette(theme: display.theme ?? .standard, colors: display.noColor ? 0 : 256)
      try TourExport(format: format, glyphs: headlessGlyphs, palette: palette, only: only).write(&played, to: folder)
    } else {
      try LongWork.run("commands") { _ throws in try played.go(to: only ?? played.player.plan.stops.count - 1) }
    }
    for failure in played.player.failures { Output.complain(failure.description) }
    if !played.player.failures.isEmpty { throw Answer.incomplete }
  }

  /// What is drawn with where there is no terminal, whose locale would say.
  private var headlessGlyphs: Glyphs { display.ascii ? .ascii : .unicode }

  /// Checks one tour after the other; one that cannot be read keeps nobody from the others.
  private func checkAll() throws {
    guard !tours.isEmpty else { throw UsageError("--check needs a tour") }
    var worst: Answer?
    for tour in tours {
      do {
        if try !check(tour) && worst == nil { worst = .incomplete }
        if LongWork.isInterrupted { break }
      } catch let error as ParseError {
        Output.complain("cr3scope: \(error)")
        worst = .unusable
      } catch let error as UsageError {
        Output.complain("cr3scope: \(error)")
        worst = .unusable
      }
    }
    if let worst { throw worst }
  }

  /// Checks a tour; gives whether all that it says holds.
  private func check(_ tour: String) throws -> Bool {
    var played = try HeadlessTour(
      tour, size: size.size, glyphs: headlessGlyphs, folder: output.map { OutputFolder(path: $0) },
      screens: .compare)
    let count = played.player.plan.stops.count
    try LongWork.run("commands") { _ throws in
      for stop in 0..<count where !LongWork.isInterrupted { try played.go(to: stop) }
    }
    // What was not reached does not hold.
    if LongWork.isInterrupted { return false }
    for failure in played.player.failures { Output.complain(failure.description) }
    let summary = CheckSummary(played.player)
    try Output.write { sink in
      sink.append(summary.words)
      sink.endLine()
    }
    return played.player.failures.isEmpty
  }
}

/// One line about a tour that was checked.
private struct CheckSummary {
  let words: String

  init(_ player: Player) {
    let expectations = player.tour.lines.count { if case .expect = $0.command { true } else { false } }
    let screens = player.tour.lines.count { if case .screen = $0.command { true } else { false } }
    let count = player.failures.count
    let result = count == 0 ? "all hold" : count == 1 ? "one failure" : "\(count) failures"
    let parts = [
      counted(player.plan.stops.count, "stop"), counted(expectations, "expectation"),
      counted(player.plan.questionCount, "prediction"), screens > 0 ? counted(screens, "screen") : nil,
    ]
    words = "\(player.tour.title): \(parts.compactMap { $0 }.joined(separator: ", ")): \(result)"
  }
}

extension ExportFormat: ExpressibleByArgument {}

/// A size as the command line has it: "120x40".
struct ScreenSize: ExpressibleByArgument {
  let size: Size

  init(width: Int, height: Int) {
    size = Size(width: width, height: height)
  }

  init?(argument: String) {
    let parts = argument.split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]),
      (40...1000).contains(width), (12...1000).contains(height)
    else { return nil }
    self.init(width: width, height: height)
  }

  var defaultValueDescription: String { "\(size.width)x\(size.height)" }
}
