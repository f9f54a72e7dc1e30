import Foundation

/// How the processor time of each command grows with its input: the exponent of the power law that fits best over
/// 1x, 2x, 4x and 8x, after the time of a start without input is taken off.
struct GrowthTable {
  let runner: Runner
  let tool: String

  /// The largest exponent; seconds and bytes at 8x.
  private static let limits = (exponent: 1.2, seconds: 10.0, bytes: 512 << 20)
  /// Below this many seconds at 8x nothing is fitted: it would be the noise.
  private static let floor = 0.02

  /// Measures the cases whose names contain `filter`.
  func measure(_ filter: String, into report: inout Report) {
    guard let start = fastest(["--version"]) else { return report.addMissing("growth") }
    for growth in GrowthCase.all where filter.isEmpty || growth.what.contains(filter) {
      let what = "\(growth.what) (\(growth.kind))"
      var points: [(size: Double, seconds: Double)] = []
      var last: Run?
      for factor in [1, 2, 4, 8] {
        guard
          let arguments = try? growth.arguments(growth.size * factor, InputFolder(path: runner.folder)),
          let run = fastest(arguments), (run.status == 2) == (growth.kind == .refused)
        else { break }
        points.append((Double(factor), run.processorSeconds - start.processorSeconds))
        last = run
      }
      guard points.count == 4, let last else {
        report.add(what, limit: "", "\(1 << points.count)x: not the answer that was expected", isMet: false)
        continue
      }
      add(what, points, last, into: &report)
    }
  }

  private func add(_ what: String, _ points: [(size: Double, seconds: Double)], _ last: Run, into report: inout Report)
  {
    let isFlat = (points.last?.seconds ?? 0) < Self.floor
    let exponent = isFlat ? 0 : Self.exponent(points)
    let words = isFlat ? "flat" : String(format: "%.2f", exponent)
    let isMet =
      exponent <= Self.limits.exponent && last.seconds <= Self.limits.seconds && last.peakBytes <= Self.limits.bytes
    report.add(
      what, limit: "1.2",
      "\(words); 8x: \(Report.milliseconds(last.seconds)), \(Report.mebibytes(last.peakBytes)), status \(last.status)",
      isMet: isMet)
  }

  /// The run of three that took the least processor time; of one, if that is long.
  private func fastest(_ arguments: [String]) -> Run? {
    var best: Run?
    for _ in 0..<3 {
      guard let run = runner.run([tool] + arguments) else { return best }
      if run.processorSeconds < best?.processorSeconds ?? .infinity { best = run }
      if run.seconds > 2 { break }
    }
    return best
  }

  /// The slope of the line that fits the logarithms best, by least squares.
  static func exponent(_ points: [(size: Double, seconds: Double)]) -> Double {
    let logs = points.map { (x: log2($0.size), y: log2(max($0.seconds, 0.0005))) }
    let count = Double(logs.count)
    let (meanX, meanY) = (logs.map(\.x).reduce(0, +) / count, logs.map(\.y).reduce(0, +) / count)
    let covariance = logs.map { ($0.x - meanX) * ($0.y - meanY) }.reduce(0, +)
    return covariance / logs.map { ($0.x - meanX) * ($0.x - meanX) }.reduce(0, +)
  }
}
