/// A form in which a moment or a tour leaves the program.
package enum ExportFormat: String, CaseIterable, Sendable {
  /// The screens' characters, and nothing else.
  case text

  /// The screens with colours, for a terminal or `less -R`.
  case ansi

  /// Objects for programs, one a line.
  case json

  /// One drawing with all screens, for a browser.
  case svg

  /// A recording that a terminal plays (asciicast v2).
  case cast

  /// A document to read, with the screens in it (CommonMark).
  case markdown

  /// How names of such files end, without the full stop.
  package var fileExtension: String {
    switch self {
    case .text: "txt"
    case .ansi: "ans"
    case .json: "jsonl"
    case .svg: "svg"
    case .cast: "cast"
    case .markdown: "md"
    }
  }
}
