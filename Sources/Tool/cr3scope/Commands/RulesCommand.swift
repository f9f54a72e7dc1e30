import ArgumentParser
import Diagnostics
import Reports
import SectionCheck

/// What the rules of the section check find, and why.
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "Explain the rules of the section check, or one of them.",
    discussion: "The name of a rule stands in brackets at the end of a finding, such as [DATA].")

  @Argument(
    help: ArgumentHelp(
      "The name of a rule: \(RuleID.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "ID"),
    completion: .list(RuleID.allCases.map(\.rawValue)))
  var id: String?

  mutating func run() throws {
    let rule = try id.map { try Self.rule($0) }
    try Output.write { sink in
      guard let rule else {
        for line in HelpTopic.wrapped(Self.introduction) { sink.append("\(line)\n") }
        sink.endLine()
        for rule in SectionRules.all { sink.append(Self.head(rule)) }
        return sink.append("\ncr3scope rules ID explains a rule, such as 'cr3scope rules DATA'.\n")
      }
      sink.append(Self.head(rule))
      for paragraph in rule.explanation.split(separator: "\n\n") {
        sink.endLine()
        for line in HelpTopic.wrapped(String(paragraph)) { sink.append("\(line)\n") }
      }
    }
  }

  private static let introduction = """
    The exposed space maps only a part of the kernel: what may leak to the process that runs. All else is private. \
    Exposed text is the code that runs there; a gate is code that changes to the private space first. The rules find \
    references that lead from what is exposed to what is private, in object files and in scenarios:
    """

  /// The rule of a name, in whatever case it is written.
  private static func rule(_ name: String) throws -> any SectionRule.Type {
    guard let id = RuleID(rawValue: name.uppercased()) else {
      throw UsageError("rules: '\(name)' is none of \(RuleID.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return SectionRules.rule(id)
  }

  private static func head(_ rule: any SectionRule.Type) -> String {
    HelpTopic.table([("\(rule.id.rawValue)", "\(rule.severity.rawValue): \(rule.summary)")], indent: 0, width: 10)
  }
}
