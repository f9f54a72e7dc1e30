import ArgumentParser
import Exercises
import Reports

/// Worksheets for students.
struct ExerciseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exercise", abstract: "Print a worksheet for students, or its solutions too.",
    discussion: """
      A kind and a seed give the same sheet for ever. With --answers the same sheet is followed by the solutions, \
      which come from the model itself. Without KIND the kinds are listed.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, markdown
  }

  @Argument(
    help: ArgumentHelp("\(ExerciseKind.names) (default: list them).", valueName: "KIND"),
    completion: .list(ExerciseKind.allCases.map(\.rawValue)))
  var kind: String?

  @Option(help: ArgumentHelp("Which of the endless variants.", valueName: "N"))
  var seed = "1"

  @Flag(help: "Print the solutions below the sheet.")
  var answers = false

  @Option(help: "text or markdown.")
  var format = Format.text

  mutating func run() throws {
    guard let number = Numerals.value(seed) else {
      throw UsageError(
        "--seed '\(seed)' is not a number; expected 0 to \(UInt64.max), or as much in hexadecimal after 0x")
    }
    guard let kind else { return try list() }
    guard let found = ExerciseKind(rawValue: kind) else {
      throw UsageError("there is no exercise '\(kind)'; expected one of \(ExerciseKind.names)")
    }
    let exercise = try Exercise(found, seed: number)
    let (format, answers) = (format, answers)
    try Output.write { sink in
      switch format {
      case .text: exercise.writeText(answers: answers, to: &sink)
      case .markdown: exercise.writeMarkdown(answers: answers, to: &sink)
      }
    }
  }

  private func list() throws {
    try Output.write { sink in
      for kind in ExerciseKind.allCases {
        sink.append(kind.rawValue, width: 11)
        sink.append("\(kind.summary)\n")
      }
    }
  }
}

extension ExerciseKind {
  /// "translate, faults, ...".
  fileprivate static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
