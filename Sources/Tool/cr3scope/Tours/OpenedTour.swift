import Bytes
import Captures
import Commands
import Diagnostics
import Recordings
import ScenarioModel
import Timelines
import Tours

/// A tour that was read, and where its inputs come from.
struct OpenedTour {
  /// What is played.
  let tour: Tour
  /// The name without folder and without what follows the last dot.
  let name: String
  /// Whether what it opens is built in, too.
  let isBuiltIn: Bool

  /// Reads the tour in the file `argument`, that on standard input for "-", or the built-in one of that name or
  /// number. Throws a `ParseError`, or a `UsageError` that lists what there is.
  static func open(_ argument: String) throws -> OpenedTour {
    if argument == "-" || FileBytes.isSomething(argument) {
      let bytes = try bytes(of: argument)
      let isInput = argument == "-"
      let tour = try TourReader.read(bytes, path: isInput ? "tour" : argument, files: systemFiles)
      return OpenedTour(tour: tour, name: isInput ? "tour" : InputPath(argument).stem, isBuiltIn: false)
    }
    guard let item = BuiltInTours.named(argument) else {
      throw UsageError("\(argument): no such file, and no built-in tour of that name; 'cr3scope tours' lists them")
    }
    return try open(item)
  }

  private static func bytes(of path: String) throws(ParseError) -> FileBytes {
    do {
      return try FileBytes.open(path)
    } catch {
      // What was expected is not what the readers of other inputs say.
      throw ParseError(file: error.file, at: error.location, found: error.found, expected: "a tour")
    }
  }

  /// Reads a built-in tour.
  static func open(_ item: BuiltInTours.Item) throws(ParseError) -> OpenedTour {
    let tour = try TourReader.read(item.bytes, path: item.path, files: BuiltInTours.files)
    return OpenedTour(tour: tour, name: item.name, isBuiltIn: true)
  }

  /// Only what can be read without waiting: a tour must not hang on a pipe or a terminal.
  private static let systemFiles = TourFiles(
    read: { (path) throws(ParseError) in
      guard FileBytes.isRegular(path) else {
        throw ParseError(file: CleanText.clean(path), found: "is no regular file", expected: "a tour")
      }
      return try FileBytes.open(path, expected: "a tour")
    }, find: { FileBytes.isRegular($0) ? .file : FileBytes.isSomething($0) ? .other : .nothing })

  /// What a line of the tour opens, from its start; `progress` is told how far the run of a scenario is. Throws with the
  /// reason if it cannot be used.
  func timeline(of line: Tour.Line, _ progress: WorkProgress) throws(ParseError) -> Timeline {
    guard let path = line.path else { return try Self.first() }
    guard isBuiltIn else { return Timeline(try InputFile.open(path, InputOptions(progress: progress))) }
    return Timeline(try BuiltInInput.source(at: path))
  }

  /// How a shell names what a line opens: built-in files are those of the folder samples.
  func shellName(of line: Tour.Line) -> String {
    guard let path = line.path else { return "" }
    guard isBuiltIn else { return path }
    return path == BuiltInTours.recordingPath ? "--recording" : "samples/\(path)"
  }

  /// What a tour shows before it opens anything.
  static func first() throws(ParseError) -> Timeline {
    Timeline(try InputFile.run(.first, name: Scenario.first.name, InputOptions()))
  }
}

/// What built-in tours open.
private enum BuiltInInput {
  /// What a path of the folder samples gives. Throws if it is none that is built in.
  static func source(at path: String) throws(ParseError) -> Timeline.Source {
    guard path != BuiltInTours.recordingPath else {
      var recording = BuiltIn.recording()
      recording.name = path
      return .recording(recording)
    }
    return try InputFile.source(try BuiltInTours.files.read(path), at: InputPath(path))
  }
}
