package import Diagnostics
import Execution
import Isolation
package import Verdicts

/// Designs side by side, as text, JSON, CSV or a table of Markdown.
package struct CompareReport {
  /// The file, or the name of what is built in; clean.
  package let file: String
  /// What was counted.
  package let comparison: Comparison
  /// What one of each costs.
  package let costs: Costs
  /// What is to be known of the events beside the numbers.
  let notices: [Notice]

  /// Chooses a comparison and its costs; `notices` are about the events that were run.
  package init(file: String, comparison: Comparison, costs: Costs = Costs(), notices: [Notice] = []) {
    self.notices = notices + Self.missed(in: comparison)
    self.file = file
    self.comparison = comparison
    self.costs = costs
  }

  /// What was to come during events and never did, with the designs under which it is so.
  private static func missed(in comparison: Comparison) -> [Notice] {
    var designs: [Int: [String]] = [:]
    for row in comparison.rows {
      guard let count = row.tally?.counts[.missed], count > 0 else { continue }
      designs[count, default: []].append(row.design.name)
    }
    return designs.sorted { $0.key < $1.key }.map { count, designs in
      let events = count == 1 ? "1 event that was" : "\(count) events that were"
      return Notice(.warning, "\(events) to come during others never came under \(designs.joined(separator: ", "))")
    }
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
