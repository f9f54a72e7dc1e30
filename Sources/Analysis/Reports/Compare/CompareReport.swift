package import Verdicts

/// Designs side by side, as text, JSON, CSV or a table of Markdown.
package struct CompareReport {
  /// The file, or the name of what is built in; clean.
  package let file: String
  /// What was counted.
  package let comparison: Comparison
  /// What one of each costs.
  package let costs: Costs

  /// Chooses a comparison and its costs.
  package init(file: String, comparison: Comparison, costs: Costs = Costs()) {
    self.file = file
    self.comparison = comparison
    self.costs = costs
  }

  /// "1 kernel entry", "3 kernel entries".
  var eventWords: String { comparison.events == 1 ? "1 kernel entry" : "\(comparison.events) kernel entries" }
}

extension Tally {
  /// The share of private steps as a decimal number of at most four places: "0", "0.4231", "1".
  var shareDigits: String? {
    guard kernelSteps > 0 else { return nil }
    let parts = (privateSteps * 10_000 + kernelSteps / 2) / kernelSteps
    guard parts % 10_000 != 0 else { return String(parts / 10_000) }
    var digits = String(10_000 + parts % 10_000).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return "\(parts / 10_000).\(digits)"
  }

  /// The share of private steps in whole percents: "42%"; "-" without kernel steps.
  var sharePercent: String {
    kernelSteps == 0 ? "-" : "\((privateSteps * 100 + kernelSteps / 2) / kernelSteps)%"
  }
}
