import Canvas
import Commands
import Execution
import Isolation
import Recordings
import ScenarioModel
import Timelines
import Verdicts

// Changes of how a scenario runs: each runs it anew, and is kept to be taken back.

extension Explorer {
  /// More changes than this are not taken back.
  private static let undoLimit = 1000

  /// The most injections of a run: a change of the design takes two runs for each of them.
  private static let injectionLimit = 128

  /// Carries out a command that changes the run.
  mutating func changeRun(_ command: Command) {
    guard let run else {
      switch command {
      case .design, .nextDesign:
        refuse("only a scenario is run again; 'steps FILE --design D' runs the events of a log")
      default: refuse("only a scenario can be changed; this was recorded")
      }
      return
    }
    switch command {
    case .design(let design): change(to: design, from: run.setup)
    case .nextDesign: change(to: run.setup.design.following(in: Design.byInterest), from: run.setup)
    case .set(let name, let value): set(name, to: value, in: run.setup)
    case .inject(let kind, let name): inject(kind, name, into: run)
    case .undo: undo()
    default: break
    }
  }

  private mutating func change(to design: Design, from old: ScenarioRun.Setup) {
    var setup = old
    setup.design = design
    guard adopt(setup, change: "design \(design)") else { return }
    tell(Self.fitted(message: "\(design): \(design.summary)", width: state.size.width))
  }

  /// A message without its last part, if that does not fit in the last line of the screen.
  static func fitted(message: String, width: Int) -> String {
    guard message.count > width - 1, let end = message.lastIndex(where: { $0 == ":" || $0 == ";" }) else {
      return message
    }
    return String(message[..<end])
  }

  private mutating func set(_ name: String, to value: String, in old: ScenarioRun.Setup) {
    guard let key = Settings.key(name) else { return }
    var setup = old
    key.set(&setup.settings, value)
    guard adopt(setup, change: "set \(name) \(value)") else { return }
    // "the processor has Meltdown" would be read as what is so now.
    tell("\(name) is \(value) now\(value == "off" ? "; on means: \(key.about)" : ": \(key.about)")")
  }

  /// Runs a changed setup and stays at the same moment; false, with a message, if it makes no sense.
  private mutating func adopt(_ setup: ScenarioRun.Setup, change: String) -> Bool {
    guard let old = run?.setup, setup != old else {
      refuse("it is so already")
      return false
    }
    if let problem = setup.settings.problem(under: setup.design) {
      refuse(problem)
      return false
    }
    do {
      let start = startOfChange(old)
      var setup = setup
      setup.injections = try moved(start.setup.injections, from: start.setup, to: setup)
      let after = Timeline(try ScenarioRun.record(setup, progress: progress))
      keep(change)
      let here = SameMoment(old: timeline.outline, new: after.outline)
      let marks = state.marks.moved(to: here.steps(for: state.marks.steps))
      show(after, at: SameMoment(old: start.run, new: after.outline).step(for: start.step))
      state.marks = marks
      state.anchor = .init(start: start, nowSetup: setup, nowStep: state.step)
      return true
    } catch {
      refuse(error.description)
      return false
    }
  }

  /// The run and the step that are to be found again: those shown, or those from which the last change started
  /// if nothing else was done since.
  private func startOfChange(_ old: ScenarioRun.Setup) -> ExplorerState.Anchor.Start {
    guard let anchor = state.anchor, anchor.nowSetup == old, anchor.nowStep == state.step else {
      return .init(run: timeline.outline, setup: old, step: state.step)
    }
    return anchor.start
  }

  /// The same injections at the same moments of another run. Each one is looked for in runs with only those
  /// before it, since it changes all that follows.
  func moved(
    _ injections: [Injection], from old: ScenarioRun.Setup, to new: ScenarioRun.Setup
  ) throws(ScenarioError) -> [Injection] {
    var old = old
    var new = new
    (old.injections, new.injections) = ([], [])
    for injection in injections {
      // The one is gone before the other is made.
      let before = Timeline(try ScenarioRun.record(old, progress: progress)).outline
      let after = Timeline(try ScenarioRun.record(new, progress: progress))
      var step = SameMoment(old: before, new: after.outline).step(for: injection.step)
      if case .interrupt(let name) = injection.event.kind, new.scenario.entry(name, .interrupt) != nil {
        while step > 0, let run = after.run, !run.moment(at: step).cpu.interruptsOn { step -= 1 }
      }
      old.injections.append(injection)
      new.injections.append(Injection(step: max(step, new.injections.last?.step ?? 0), injection.event))
    }
    return new.injections
  }

  private mutating func undo() {
    guard let point = state.undo.popLast() else {
      refuse("nothing to undo: this is the scenario as it was opened")
      return
    }
    // It ran before, so it runs again.
    guard let run = try? ScenarioRun.record(point.setup, progress: progress) else { return }
    show(Timeline(run), at: point.step)
    tell("undone: \(point.change)")
  }

  /// Keeps the present run to come back to.
  private mutating func keep(_ change: String) {
    guard let setup = run?.setup else { return }
    state.undo.append(.init(setup: setup, step: state.step, change: change))
    if state.undo.count > Self.undoLimit { state.undo.removeFirst() }
  }

  /// Shows another run of the scenario.
  private mutating func show(_ run: Timeline, at step: Int) {
    timeline = run
    judge = Judge(run)
    state.counts = CountsSoFar(judge)
    state.survey = StepSurvey()
    survey(to: Self.surveyAtOnce)
    (state.reason, state.reasonStep) = (nil, nil)
    state.map = nil
    filterMap()
    state.mapKey = ExplorerState.MapKey()
    state.listed = nil
    state.step = min(max(step, 0), timeline.count - 1)
    let compared = state.comparison?.setup.design
    state.comparison = nil
    if state.only != .all { list(only: state.only) }
    arrive()
    followMap()
    if let compared { compareAgain(with: compared) }
  }

  // MARK: Injections

  private mutating func inject(_ kind: Command.Injected, _ name: String?, into run: ScenarioRun) {
    let entries = run.setup.scenario.entries.filter { $0.kind == kind.entryKind }
    guard let entry = entries.first(where: { $0.name == name ?? kind.usualName }) ?? (name == nil ? entries.first : nil)
    else {
      let names = entries.map(\.name).joined(separator: ", ")
      refuse("no \(kind) '\(name ?? kind.usualName)'; there are \(names.isEmpty ? "none" : names)")
      return
    }
    if let obstacle = obstacle(to: kind, in: run) {
      refuse(obstacle)
      return
    }
    var setup = run.setup
    let event: ScenarioEvent.Kind = kind == .nmi ? .nmi(entry.name) : .interrupt(entry.name)
    // What was put in later belongs to a future that is replaced now.
    let later = setup.injections.count { $0.step > state.step }
    setup.injections.removeAll { $0.step > state.step }
    guard setup.injections.count < Self.injectionLimit else {
      return refuse("\(Self.injectionLimit) were put in already, the most; u takes the last one back")
    }
    setup.injections.append(Injection(step: state.step, ScenarioEvent(event)))
    do {
      let after = Timeline(try ScenarioRun.record(setup, progress: progress))
      keep("inject \(entry.name)")
      show(after, at: state.step)
      let place = machine.cpl == 3 ? "comes after this instruction" : "comes here"
      let loss = later > 0 ? "; \(later) injected later \(later == 1 ? "is" : "are") gone" : ""
      tell("\(entry.name) \(place)\(loss); u takes it back")
    } catch {
      refuse(error.description)
    }
  }
}

extension Command.Injected {
  /// What it is in the table of entries.
  var entryKind: EntryPoint.Kind {
    switch self {
    case .irq: .interrupt
    case .nmi: .nmi
    case .fault: .exception
    }
  }

  /// The entry that is meant if none is named.
  fileprivate var usualName: String {
    switch self {
    case .irq: "timer"
    case .nmi: "nmi"
    case .fault: "page-fault"
    }
  }

  /// What puts an entry into a run; nil for a syscall, which user code makes itself.
  init?(_ kind: EntryPoint.Kind) {
    switch kind {
    case .interrupt: self = .irq
    case .nmi: self = .nmi
    case .exception: self = .fault
    case .syscall: return nil
    }
  }
}
