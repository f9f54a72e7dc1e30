import Canvas
import Chassis
import Commands
import Diagnostics
import Execution
import Isolation
import PageTables
import Recordings
import ScenarioModel
import Timelines
import Verdicts

extension Explorer {
  /// Goes to a step; the only place where the current step changes.
  mutating func go(to step: Int) {
    state.step = min(max(step, 0), timeline.count - 1)
    arrive()
    followMap()
  }

  /// Steps over the listed steps; at an end it stays there and says so.
  mutating func advance(by count: Int) {
    guard timeline.hasSteps else {
      refuse("a dump is one moment: there are no steps")
      return
    }
    guard let listed = state.listed else {
      let target = state.step + count
      if target < 0 { state.message = "this is the first step" }
      if target >= timeline.count { state.message = "this is the last step" }
      return go(to: target)
    }
    let before = listed.partitionPoint { $0 < state.step }
    let isListed = before < listed.count && listed[before] == state.step
    let target = count >= 0 ? before + count - (isListed ? 0 : 1) : before + count
    if target < 0 || target >= listed.count { state.message = "no more listed steps; Esc lists all" }
    guard !listed.isEmpty else { return }
    go(to: Int(listed[min(max(target, 0), listed.count - 1)]))
  }

  mutating func goto(_ place: Command.Place) {
    switch place {
    case .start: go(to: 0)
    case .end: go(to: timeline.count - 1)
    case .percent(let percent): go(to: (timeline.count - 1) * percent / 100)
    case .number(let number):
      guard timeline.hasSteps else { return advance(by: 1) }
      let steps = timeline.recording.steps
      let index = steps.index(ofNumber: number)
      go(to: index)
      if stepNumber(state.step) != number {
        refuse("there is no step \(number); this is \(stepNumber(state.step))")
      }
    case .mark(let name):
      guard let step = state.marks[name] else {
        refuse(
          "no mark '\(name)'" + (state.marks.isEmpty ? "; :mark NAME sets one" : "; there are \(state.marks.words)"))
        return
      }
      go(to: step)
    }
  }

  mutating func jump(to target: Command.Target, _ count: Int, forward: Bool) {
    guard timeline.hasSteps || target == .mark else { return advance(by: 1) }
    var step = state.step
    var passed = 0
    while passed < max(count, 1), let found = find(target, from: step, forward: forward) {
      step = found
      passed += 1
    }
    guard step != state.step else { return refuse(nothingFound(target, forward: forward)) }
    // What is not there is not what n repeats, so that n still finds the flips.
    state.jump = target
    go(to: step)
    guard passed < count else { return }
    // What was done, for who writes it down.
    if !issued.isEmpty { issued[issued.count - 1] = forward ? .next(target, passed) : .previous(target, passed) }
    refuse("there were only \(passed) of \(count); this is the last one")
  }

  mutating func search(_ text: String) {
    guard !text.isEmpty || !state.search.isEmpty else { return }
    if !text.isEmpty { state.search = text }
    jump(to: .match, 1, forward: true)
  }

  private func nothingFound(_ target: Command.Target, forward: Bool) -> String {
    let side = forward ? "after" : "before"
    switch target {
    case .flip where timeline.flips.isEmpty:
      let design = timeline.spaces.knownDesign
      return design.map { "no flips: one space maps everything (\($0))" } ?? "no flips; the design is unknown, see ?"
    case .match where state.search.isEmpty: return "nothing was searched yet; / searches"
    case .match: return "'\(state.search)' is not found \(side) this step"
    case .trouble: return "no fault or leak \(side) this step; o lists what would fault in the other half"
    case .flip, .fault, .leak, .event: return "no \(target.rawValue) \(side) this step"
    case .mark: return state.marks.isEmpty ? "no marks; :mark NAME sets one" : "no mark \(side) this step"
    }
  }

  /// The nearest step of a kind, other than `step`.
  private mutating func find(_ target: Command.Target, from step: Int, forward: Bool) -> Int? {
    switch target {
    case .flip: return Self.nearest(in: timeline.flips, to: step, forward: forward, \.step)
    case .event: return Self.nearest(in: timeline.events, to: step, forward: forward, \.firstStep)
    case .mark: return Self.nearest(in: state.marks.steps, to: step, forward: forward, \.self)
    case .fault: return scan(from: step, forward: forward) { $0.contains(.fault) }
    case .leak: return scan(from: step, forward: forward) { $0.contains(.leak) }
    case .trouble: return findTrouble(from: step, forward: forward)
    case .match:
      guard !state.search.isEmpty else { return nil }
      var matcher = matcher.take() ?? StepMatcher(state.search, in: timeline)
      if !matcher.isAbout(state.search, in: timeline) { matcher = StepMatcher(state.search, in: timeline) }
      defer { self.matcher = matcher }
      return matcher.nearest(to: step, forward: forward, progress)
    }
  }

  /// The step of the nearest of some elements, which are in the order of their steps.
  private static func nearest<Element>(
    in elements: [Element], to step: Int, forward: Bool, _ place: (Element) -> Int
  ) -> Int? {
    let position =
      forward ? elements.partitionPoint { place($0) <= step } : elements.partitionPoint { place($0) < step } - 1
    return elements.indices.contains(position) ? place(elements[position]) : nil
  }

  /// The nearest fault, leak or broken invariant.
  private mutating func findTrouble(from step: Int, forward: Bool) -> Int? {
    let broken = Self.nearest(in: run?.violations ?? [], to: step, forward: forward, \.step)
    let found = scan(from: step, to: broken, forward: forward) { !$0.isDisjoint(with: [.fault, .leak]) }
    return found ?? broken
  }

  /// Looks at one step after the other, as far as before `end`.
  private mutating func scan(
    from step: Int, to end: Int? = nil, forward: Bool, _ isHit: (StepSurvey.Marks) -> Bool
  ) -> Int? {
    var index = step + (forward ? 1 : -1)
    while index >= 0 && index < timeline.count && index != end && progress.goesOn(at: index, of: timeline.count) {
      survey(to: index + 1)
      if let marks = state.survey.marks(at: index), isHit(marks) { return index }
      index += forward ? 1 : -1
    }
    return nil
  }

  /// Gives the keys to a pane; what lies over the others is opened, and stays so.
  mutating func focus(_ pane: Pane) {
    guard overlay(pane) != nil else {
      state.focus = pane
      return
    }
    guard state.overlay != pane else { return }
    if pane == .walk { openWalk(nil) } else { toggle(pane) }
  }

  /// How many rows so many pages of the pane are that has the keys.
  func rows(ofPages count: Int) -> Int { count * max(pageHeight - 1, 1) }

  private var pageHeight: Int {
    switch overlay {
    case .menu?: layout.body.height - 1
    case .text?, .walk?, .comparison?: layout.overlay.height - 1
    case nil: (state.focus == .map ? layout.map.height : layout.steps.height) - 1
    }
  }

  mutating func choose() {
    switch state.overlay {
    case .toggles?:
      guard let setup = run?.setup, state.menuCursor < Settings.keys.count else { return }
      let key = Settings.keys[state.menuCursor]
      let next = (key.values.firstIndex(of: key.get(setup.settings)) ?? 0) + 1
      changeRun(.set(key: key.name, value: key.values[next % key.values.count]))
    case .inject?:
      let entries = injectPane.entries
      guard state.menuCursor < entries.count, let kind = Command.Injected(entries[state.menuCursor].kind) else {
        return
      }
      let before = state.undo.count
      changeRun(.inject(kind, entries[state.menuCursor].name))
      if state.undo.count > before { state.overlay = nil }
    case nil, .walk?: openWalk(nil)
    default: state.overlay = nil
    }
  }

  mutating func move(_ count: Int) {
    switch overlay {
    case .menu(let menu)?:
      state.menuCursor = min(max(state.menuCursor + count, 0), max(menu.rowCount - 1, 0))
      state.overlayTop = ListView.scrolled(
        top: state.overlayTop, selection: state.menuCursor, rowCount: menu.rowCount, height: layout.body.height - 1)
    case .text(let text)?:
      let rows = text.rowCount(width: layout.overlay.width, glyphs: .ascii)
      state.overlayTop = min(max(state.overlayTop + count, 0), max(rows - layout.overlay.height + 1, 0))
    case .walk?, .comparison?, nil:
      guard state.focus == .map else { return advance(by: count) }
      state.mapCursor += count
      scrollMap()
    }
  }
}
