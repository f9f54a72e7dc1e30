import Diagnostics
import SectionCheck
import Testing

/// What users read of the rules.
struct RuleTests {
  /// The severities of semantics 5.2.
  @Test(
    arguments: [
      (.call, "CALL", .error), (.data, "DATA", .error), (.address, "ADDR", .warning), (.indirect, "INDIRECT", .warning),
      (.pointer, "PTR", .note), (.undefined, "UNDEF", .note),
    ] as [(RuleID, String, Severity)])
  func severities(id: RuleID, name: String, severity: Severity) {
    let rule = SectionRules.rule(id)
    let found = (rule.id, rule.severity)
    #expect(found.0 == id && found.1 == severity && id.rawValue == name)
  }

  @Test(arguments: RuleID.allCases)
  func words(id: RuleID) {
    let rule = SectionRules.rule(id)
    let (summary, explanation) = (rule.summary, rule.explanation)
    #expect(!summary.isEmpty && !summary.hasSuffix("."))
    #expect(explanation.contains("\n\nWhat to do: ") && explanation.hasSuffix("."))
  }

  /// `rules` lists each once, in the order of the names.
  @Test func list() {
    var ids: [RuleID] = []
    for rule in SectionRules.all { ids.append(rule.id) }
    #expect(ids == RuleID.allCases)
  }
}
