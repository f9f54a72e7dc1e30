import Foundation
import TestSupport

/// Plays random sessions with the explorers: keys, commands, sizes, over every kind of input.
///
/// Arguments: the file that says which session is played, so that one that traps can be played again; then object
/// files. Environment: RUNS, the number of actions; SECONDS_TO_RUN, unless RUNS is set; SEED, the only session to play, each of
/// whose actions is written before it is carried out.
@main
struct FuzzExplorer {
  /// An action that takes more processor time, in seconds, is a fault.
  private static let limit = 10.0

  private let inputs: Inputs
  private let journal: String
  private var actions = 0
  private var sessions = 0
  private var played: Set<String> = []
  private var slowest: (seconds: Double, words: String) = (0, "none")

  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard let journal = arguments.first else {
      print("expected the file that says which session is played, then object files and small inputs")
      exit(2)
    }
    var fuzzer = FuzzExplorer(inputs: try Inputs(Array(arguments.dropFirst())), journal: journal)
    try fuzzer.run(ProcessInfo.processInfo.environment)
  }

  private init(inputs: Inputs, journal: String) {
    self.inputs = inputs
    self.journal = journal
  }

  private mutating func run(_ environment: [String: String]) throws {
    let start = Date()
    if let seed = environment["SEED"].flatMap({ UInt64($0) }) {
      try play(seed, isTraced: true)
    } else {
      let count = environment["RUNS"].flatMap { Int($0) } ?? .max
      let seconds = environment["SECONDS_TO_RUN"].flatMap { Double($0) } ?? 60
      var seed = environment["FIRST"].flatMap { UInt64($0) } ?? 1
      while count < .max ? actions < count : Date().timeIntervalSince(start) < seconds {
        try play(seed, isTraced: false)
        seed += 1
      }
    }
    let seconds = max(Date().timeIntervalSince(start), 0.001)
    print(
      "\(actions) actions in \(sessions) sessions with \(played.count) of \(inputs.count) inputs (a scenario under "
        + "each design is one): \(Int(Double(actions) / seconds)) actions a second")
    print("slowest: \(String(format: "%.3f", slowest.seconds)) s, \(slowest.words)")
    if slowest.seconds > Self.limit { exit(1) }
  }

  /// What the processor has worked for this program, in seconds: other work of the machine does not count. CLOCKS_PER_SEC is
  /// 1,000,000 (POSIX.1-2017, time.h).
  private static var processorSeconds: Double { Double(clock()) / 1_000_000 }

  /// Plays the session that belongs to a seed; nothing but the seed decides what happens in it.
  private mutating func play(_ seed: UInt64, isTraced: Bool) throws {
    var random = SplitMix64(seed: seed)
    let (name, subject) = try inputs.input(inputs.position(seed))
    try "SEED=\(seed)  # \(name)\n".write(toFile: journal, atomically: false, encoding: .utf8)
    if isTraced { print(name) }
    var session = Session(subject, inputs: inputs, random: &random)
    for _ in 0..<random.number(100...2000) {
      let deed = session.next(&random)
      if isTraced {
        print(deed)
        fflush(nil)
      }
      let start = Self.processorSeconds
      session.perform(deed, &random)
      let seconds = Self.processorSeconds - start
      if seconds > slowest.seconds {
        slowest = (seconds, "SEED=\(seed) \(name): \(deed.words); then: \(session.shellCommand)")
      }
      actions += 1
    }
    sessions += 1
    played.insert(name)
  }
}
