import Execution
import Isolation

/// What a design keeps about a CPU beside CR3: state that can disagree with it. pti and unified keep none.
enum Keeping: Equatable, Sendable {
  /// The session of asi3.
  case session(ASISession)
  /// What gasi keeps: whether the thread has a target, how many interrupts are inside of each other, and what the
  /// CPU has.
  case restricted(target: Bool, depth: Int, RestrictedState)

  /// Reads it before a step; nil under a design that keeps nothing.
  init?(_ run: ScenarioRun?, at step: Int) {
    guard let run, run.setup.design == .asi3 || run.setup.design == .gasi else { return nil }
    let system = run.system(at: step)
    if run.setup.design == .asi3 {
      self = .session(system.cpu.session)
    } else {
      let thread = system.threads[system.cpu.current]
      self = .restricted(target: thread.isTense, depth: thread.interruptDepth, system.cpu.restricted)
    }
  }

  /// "session ABORTED depth 1 barrier up".
  var words: String {
    switch self {
    case .session(let session):
      let barrier = session.retriesAbort ? " barrier up" : ""
      let depth = session.state == .aborted || session.depth > 0 ? " depth \(session.depth)" : ""
      return "session \(session.state.rawValue.uppercased())\(depth)\(barrier)"
    case .restricted(let target, let depth, let state):
      let current = state.isCurrent ? "R" : "nil"
      return "target \(target ? "R" : "nil") curr_asi \(current) depth \(depth) taints \(Self.words(state.taints))"
    }
  }

  /// "kernel user": data of the kernel in buffers, user code in predictors; behind a star, another process's.
  private static func words(_ taints: RestrictedState.Taints) -> String {
    let all: [(RestrictedState.Taints, String)] = [
      (.kernelData, "kernel-data"), (.userControl, "user-ctl"), (.otherData, "other-data"),
      (.otherControl, "other-ctl"),
    ]
    let names = all.filter { taints.contains($0.0) }.map(\.1)
    return names.isEmpty ? "none" : names.joined(separator: ",")
  }
}
