import ArgumentParser
import Reports

/// The help of a command or a topic.
struct HelpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "help", abstract: "Explain a command or a topic.",
    discussion: HelpTopic.allCases.map { "\($0.rawValue): \($0.summary)" }.joined(separator: "\n"))

  @Argument(
    help: ArgumentHelp("A topic or a command.", valueName: "TOPIC"),
    completion: .list(HelpTopic.allCases.map(\.rawValue)))
  var topic: String?

  mutating func run() throws {
    let text = try text
    try Output.write { sink in
      sink.append(text)
      if !text.hasSuffix("\n") { sink.endLine() }
    }
  }

  private var text: String {
    get throws {
      guard let topic else {
        let rows = HelpTopic.allCases.map { ($0.rawValue, $0.summary) }
        return "\(Cr3scope.helpMessage())\n\nTOPICS: (cr3scope help TOPIC)\n\(HelpTopic.table(rows, width: 25))"
      }
      if let found = HelpTopic(rawValue: topic) { return found.text }
      let commands = Cr3scope.configuration.subcommands
      if let command = commands.first(where: { $0.configuration.commandName == topic }) {
        return Cr3scope.helpMessage(for: command)
      }
      let names = HelpTopic.allCases.map(\.rawValue) + commands.compactMap { $0.configuration.commandName }
      throw UsageError("help: '\(topic)' is none of \(names.joined(separator: ", "))")
    }
  }
}
