import Foundation

/// Runs the root package's in-process benchmarks, which see what is `package` there.
struct InProcess {
  /// The built executable.
  let tool: String
  /// A core and a long step log.
  let inputs: [String]

  /// Each line of its output is: what, limit, measured, unit, with tabs between.
  func measure(into report: inout Report) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: tool)
    process.arguments = inputs
    process.standardOutput = pipe
    guard (try? process.run()) != nil else { return report.addMissing("in process") }
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    for line in output.split(separator: "\n") {
      let fields = line.split(separator: "\t").map(String.init)
      guard fields.count == 4, let limit = Double(fields[1]), let measured = Double(fields[2]) else { continue }
      let unit = fields[3]
      report.add(fields[0], limit: "\(fields[1]) \(unit)", "median \(fields[2]) \(unit)", isMet: measured <= limit)
    }
  }
}
