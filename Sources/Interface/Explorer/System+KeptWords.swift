import Execution
import Isolation

extension System {
  /// What the design keeps about the CPU beside CR3, such as "session ABORTED depth 1 barrier up"; nil for nothing.
  var keptWords: String? {
    switch cpu.kept {
    case .none: return nil
    case .session(let session):
      let barrier = session.retriesAbort ? " barrier up" : ""
      let depth = session.state == .aborted || session.depth > 0 ? " depth \(session.depth)" : ""
      return "session \(session.state.rawValue.uppercased())\(depth)\(barrier)"
    case .target(let state):
      let thread = threads[cpu.current]
      let current = "target \(thread.isTense ? "R" : "nil") curr_asi \(state.isCurrent ? "R" : "nil")"
      return "\(current) depth \(thread.interruptDepth) taints \(Self.words(state.taints))"
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
