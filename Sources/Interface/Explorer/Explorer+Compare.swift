import Commands
import Execution
import Isolation
import ScenarioModel
import Timelines

// Two designs in lock-step: the other one is run once, and follows.

extension Explorer {
  /// The order in which designs come: what the kernel has today is what people compare with.
  static let designs: [Design] = [.unified, .pti, .nopti, .asi3, .gasi]

  /// Compares with what is usually asked, or if that is open with the next design.
  mutating func compareNext() {
    guard let run else { return refuseToCompare() }
    let present = run.setup.design
    let other: Design
    if let comparison = state.comparison {
      other = Self.next(after: comparison.setup.design, but: present)
    } else {
      other = present == .unified ? .pti : .unified
    }
    compare(with: other)
  }

  /// Compares the first design, or the present one, with the second.
  mutating func compare(_ first: Design?, with second: Design) {
    guard let run else { return refuseToCompare() }
    if let first, first != run.setup.design {
      changeRun(.design(first))
      guard self.run?.setup.design == first else { return }
    }
    compare(with: second)
  }

  /// The same comparison after the present run has changed.
  mutating func compareAgain(with design: Design) {
    guard let present = run?.setup.design else { return }
    let message = state.message
    compare(with: design == present ? (present == .unified ? .pti : .unified) : design)
    if state.comparison != nil { tell(message) }
  }

  private mutating func compare(with design: Design) {
    guard let present = run?.setup else { return }
    guard design != present.design else {
      refuse("this is \(design) already: compare it with another design")
      return
    }
    if let problem = present.settings.problem(under: design) {
      refuse(problem)
      return
    }
    // Two long runs are enough to hold.
    state.comparison = nil
    do {
      var setup = present
      setup.design = design
      setup.injections = try moved(present.injections, from: present, to: setup)
      let other = Timeline(try ScenarioRun.record(setup, progress: progress))
      state.comparison = LockStep(other, setup, with: timeline)
      state.overlay = .compare
      state.message = ""
    } catch {
      if state.overlay == .compare { state.overlay = nil }
      refuse(error.description)
    }
  }

  private mutating func refuseToCompare() {
    refuse("only a scenario can be run under two designs; this was recorded")
  }

  private static func next(after design: Design, but present: Design) -> Design {
    let others = designs.filter { $0 != present }
    let position = others.firstIndex(of: design) ?? -1
    return others[(position + 1) % others.count]
  }
}
