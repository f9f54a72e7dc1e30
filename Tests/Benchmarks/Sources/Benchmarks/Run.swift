import Foundation

/// One run of one process.
struct Run {
  /// From before the fork to after the end.
  var seconds: Double
  /// The peak resident set in bytes; pages of mapped files count.
  var peakBytes: Int
  var status: Int
  /// What the processor worked for it, in user code and in the kernel.
  var processorSeconds: Double
}

/// Runs commands through the small helper `once`.
struct Runner {
  let once: String
  let folder: String

  /// Runs a command with its output in the file `output`; nil if it could not be measured.
  func run(_ command: [String], output: String? = nil) -> Run? {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: once)
    process.arguments = [output.map { "\(folder)/\($0)" } ?? "/dev/null"] + command
    process.standardOutput = pipe
    guard (try? process.run()) != nil else { return nil }
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let numbers = text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    guard numbers.count == 4 else { return nil }
    return Run(
      seconds: Double(numbers[0]) / 1e9, peakBytes: numbers[1] * 1024, status: numbers[2],
      processorSeconds: Double(numbers[3]) / 1e6)
  }

  /// Runs the commands in turns, `count` times each after one run that warms the caches.
  ///
  /// In turns, so that what else the machine does meets all of them. Nil for a command with another exit status.
  func inTurns(_ commands: [[String]], count: Int = 7, status: Int = 0) -> [[Run]?] {
    var runs: [[Run]?] = commands.map { _ in [] }
    for turn in 0...count {
      for (index, command) in commands.enumerated() where runs[index] != nil {
        guard let run = run(command), run.status == status else {
          runs[index] = nil
          continue
        }
        if turn > 0 { runs[index]?.append(run) }
      }
    }
    return runs
  }
}

extension [Run] {
  var fastest: Double { map(\.seconds).min() ?? 0 }
  var median: Double { map(\.seconds).sorted()[count / 2] }
  var peakBytes: Int { map(\.peakBytes).max() ?? 0 }
}
