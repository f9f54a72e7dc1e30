import Commands
import Execution
import Isolation
import ScenarioModel
import Timelines

// Two designs in lock-step: the other one is run once, and follows.

extension Explorer {
  /// Compares with what is usually asked, or if that is open with the next design.
  mutating func compareNext() {
    guard let run else { return refuseToCompare() }
    let present = run.setup.design
    let other: Design
    if let comparison = state.comparison {
      other = comparison.setup.design.following(in: Design.byInterest.filter { $0 != present })
    } else {
      other = present.rival
    }
    compare(with: other)
  }

  /// Compares the first design, or the present one, with the second.
  mutating func compare(_ first: Design?, with second: Design) {
    guard let run else { return refuseToCompare() }
    if let first, first != run.setup.design {
      changeRun(.design(first))
      guard first == self.run?.setup.design else { return }
    }
    compare(with: second)
  }

  /// The same comparison after the present run has changed.
  mutating func compareAgain(with design: Design) {
    guard let present = run?.setup.design else { return }
    let message = state.message
    compare(with: present == design ? present.rival : design)
    if state.comparison != nil { tell(message) }
  }

  private mutating func compare(with other: Design) {
    guard let present = run?.setup else { return }
    guard other != present.design else {
      refuse("this is \(other) already: compare it with another design")
      return
    }
    if let problem = present.settings.problem(under: other) {
      refuse(problem)
      return
    }
    // Two long runs are enough to hold.
    state.comparison = nil
    do {
      var setup = present
      setup.design = other
      setup.injections = try moved(present.injections, from: present, to: setup)
      let followed = Timeline(try ScenarioRun.record(setup, progress: progress))
      state.comparison = LockStep(followed, setup, with: timeline)
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
}
