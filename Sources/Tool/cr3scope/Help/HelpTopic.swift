import ArgumentParser
import Canvas

/// What `cr3scope help` explains beside the commands: one file a topic.
enum HelpTopic: String, CaseIterable, ExpressibleByArgument {
  case keys, commands, tours, scenarios, sections, designs, verdicts, captures, man

  /// What is explained, in a few words.
  var summary: String {
    switch self {
    case .keys: "the keys of the explorer, and of tours"
    case .commands: "the commands behind : and in tours"
    case .tours: "how tours are played and written"
    case .scenarios: "how a scenario is written, and its switches"
    case .sections: "the section check of object files, and its policy"
    case .designs: "the five designs"
    case .verdicts: "ok, fault and leak; error codes; attacks"
    case .captures: "what can be opened, and where to get it"
    case .man: "everything, as a man page: cr3scope help man | man -l -"
    }
  }

  /// The text, as lines of at most 79 columns.
  var text: String {
    switch self {
    case .keys: KeysTopic.text
    case .commands: CommandsTopic.text
    case .tours: ToursTopic.text
    case .scenarios: ScenariosTopic.text
    case .sections: SectionsTopic.text
    case .designs: DesignsTopic.text
    case .verdicts: VerdictsTopic.text
    case .captures: CapturesTopic.text
    case .man: ManPage.text
    }
  }

  /// Lines of two columns, of which the second goes on below itself.
  static func table(_ rows: [(String, String)], indent: Int = 2, width: Int) -> String {
    rows.flatMap { left, right in
      let head = String(repeating: " ", count: indent) + left
      let lines = wrapped(right, width: 79 - indent - width)
      let gap = String(repeating: " ", count: indent + width)
      // What is too long for its column stands on a line of its own.
      let isLong = head.count >= indent + width
      let first = isLong ? [head] : []
      return first
        + lines.enumerated().map { number, line in
          number == 0 && !isLong ? head + String(repeating: " ", count: indent + width - head.count) + line : gap + line
        }
    }.joined(separator: "\n") + "\n"
  }

  /// A text over several lines.
  static func wrapped(_ text: String, width: Int = 79) -> [String] {
    Width.lines(of: text, columns: width)
  }
}
