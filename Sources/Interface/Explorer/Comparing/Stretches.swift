import Isolation
import Recordings
import Timelines

/// A run cut where each CPU enters and leaves the kernel: what two designs have in common, whatever they do in it.
struct Stretches: Equatable, Sendable {
  /// What finds a stretch again in another run of the scenario.
  struct Key: Hashable, Sendable {
    /// 0 or 1.
    let cpu: Int
    /// The event that begins it, such as "syscall read"; "user code behind it" has the same.
    let name: String
    /// How many stretches of this CPU and name came before.
    let rank: Int
    /// Whether it is the user code behind the event.
    let isUser: Bool
  }

  /// What each stretch is.
  private(set) var keys: [Key] = []
  /// The steps of each stretch, ascending.
  private(set) var steps: [[Int32]] = []
  /// For each step the stretch it is in.
  private(set) var ofStep: [Int32] = []
  private var byKey: [Key: Int] = [:]

  /// Cuts a run.
  init(_ timeline: Timeline) {
    var open: [Int?] = [nil, nil]
    var names = ["the start", "the start"]
    var ranks: [String: Int] = [:]
    for index in 0..<timeline.count {
      let cpu = timeline.cpu(at: index)
      let isUser = timeline.recording.steps.cpl(at: index) == 3
      if open[cpu] == nil || keys[open[cpu] ?? 0].isUser != isUser {
        if !isUser, let event = timeline.event(at: index) { names[cpu] = event.name }
        let counted = "\(cpu)\(isUser)\(names[cpu])"
        let key = Key(cpu: cpu, name: names[cpu], rank: ranks[counted, default: 0], isUser: isUser)
        ranks[counted, default: 0] += 1
        open[cpu] = keys.count
        byKey[key] = keys.count
        keys.append(key)
        steps.append([])
      }
      let stretch = open[cpu] ?? 0
      steps[stretch].append(Int32(truncatingIfNeeded: index))
      ofStep.append(Int32(truncatingIfNeeded: stretch))
    }
  }

  /// The stretch of this key; nil if the run has none.
  func stretch(_ key: Key) -> Int? { byKey[key] }
}
