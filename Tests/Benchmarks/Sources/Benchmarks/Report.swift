import Foundation

/// The table that is printed, a row at a time.
struct Report {
  private(set) var hasMissed = false

  init() {
    show("what", "limit", "measured", "verdict")
  }

  /// Prints a row whose measured value has no limit.
  mutating func add(_ what: String, _ measured: String) {
    show(what, "", measured, "")
  }

  /// Prints a row, with the verdict.
  mutating func add(_ what: String, limit: String, _ measured: String, isMet: Bool) {
    if !isMet { hasMissed = true }
    show(what, limit, measured, isMet ? "ok" : "MISSED")
  }

  /// Prints a row for something that cannot be measured yet.
  mutating func addMissing(_ what: String, limit: String = "") {
    show(what, limit, "not available", "")
  }

  static func milliseconds(_ seconds: Double) -> String { String(format: "%.1f ms", seconds * 1000) }

  static func mebibytes(_ bytes: Int) -> String { String(format: "%.1f MiB", Double(bytes) / 1_048_576) }

  private func show(_ what: String, _ limit: String, _ measured: String, _ verdict: String) {
    let columns = [(what, 58), (limit, 9), (measured, 34)].map { text, width in
      text.padding(toLength: max(width, text.count), withPad: " ", startingAt: 0)
    }
    print(columns.joined(separator: " "), verdict)
    fflush(nil)
  }
}
