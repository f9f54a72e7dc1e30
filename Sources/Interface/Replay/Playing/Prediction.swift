/// What somebody said before the answer was shown.
package struct Prediction: Equatable, Sendable {
  /// The words; nil if nothing was said.
  package let given: String?
  /// Whether it came true.
  package let isRight: Bool
}

/// How many predictions came true.
package struct Score: Equatable, Sendable {
  /// Predictions that came true.
  package let right: Int
  /// Predictions that were made.
  package let given: Int
  /// Questions that were asked.
  package let asked: Int

  /// "2 of 3 predictions were right; one was not made."
  package var words: String {
    guard asked > 0 else { return "" }
    if given == 0 { return "" }
    let missing = asked - given
    let rest = missing == 0 ? "" : missing == 1 ? "; one was not made" : "; \(missing) were not made"
    return "\(right) of \(asked) \(asked == 1 ? "prediction was" : "predictions were") right\(rest)."
  }
}
