package import Canvas
import Chassis
package import Commands
package import Diagnostics
import Execution
import Isolation
import PageTables
import Recordings
import ScenarioMemory
package import Timelines
package import Verdicts

/// The explorer of one recording or scenario.
package struct Explorer: InteractiveExplorer, StepShowing {
  /// What is explored; a scenario is run anew when something about it is changed.
  package internal(set) var timeline: Timeline
  /// Who judges it.
  package internal(set) var judge: Judge
  /// How to open it again from a shell.
  package let shellName: String
  /// Everything that a key can change.
  package var state: ExplorerState
  /// The commands that the last action issued, in order: what a recorder writes down.
  package var issued: [Command] = []

  /// Is told how far runs of a changed scenario are, and may end them.
  let progress: WorkProgress

  /// What the last search found out; nil before the first.
  var matcher: StepMatcher?

  /// More steps than this are surveyed in small parts while the user is idle.
  static let surveyAtOnce = 4096

  /// Opens a recording on a screen of this size; `progress` is told how far runs of a changed scenario are.
  package init(_ timeline: Timeline, shellName: String, size: Size, progress: WorkProgress = .unwatched) {
    self.progress = progress
    self.timeline = timeline
    self.shellName = shellName
    judge = Judge(timeline)
    state = ExplorerState(size: size)
    state.counts = run.map { _ in CountsSoFar(judge) }
    if timeline.recording.hasTables || timeline.hasSteps {
      state.survey.extend(to: Self.surveyAtOnce, with: judge)
    }
    arrive()
    followMap()
  }

  /// The index of the current step.
  package var step: Int { state.step }

  /// Whether the last command said something, or refused.
  package var hasMessage: Bool { !state.message.isEmpty || state.isRefusal }

  /// Whether there are steps that have not been surveyed.
  package var isSurveying: Bool { state.survey.count < timeline.count && timeline.hasSteps }

  /// Surveys some more steps; a fraction of a frame's time.
  package mutating func surveyMore() {
    state.survey.extend(to: state.survey.count + 2048, with: judge)
  }

  /// Surveys all steps up to `count`, unless `progress` ends that; gives how many have been surveyed.
  @discardableResult
  mutating func survey(to count: Int) -> Int {
    let end = min(count, timeline.count)
    while state.survey.count < end, progress.goesOn(at: state.survey.count, of: timeline.count) {
      let part = (state.survey.count / Self.surveyAtOnce + 1) * Self.surveyAtOnce
      state.survey.extend(to: min(part, end), with: judge)
    }
    return state.survey.count
  }

  /// Brings what is derived from the current step up to date.
  mutating func arrive() {
    state.verdict = judge.verdict(at: state.step)
    // Between two flips the reason stays what it is.
    let flip = lastFlip
    if flip?.step != state.reasonStep {
      state.reasonStep = flip?.step
      state.reason = flip.flatMap { judge.reason(for: $0) }
    }
    updateKeeping()
    updateMap()
    followSteps()
  }

  /// Reads what the design keeps, which is run again from the last keyframe: only where it is shown.
  mutating func updateKeeping() {
    state.keeping = layout.cr3.height > 3 ? run?.system(at: state.step).keptWords : nil
  }

  private mutating func updateMap() {
    guard timeline.recording.hasTables else { return }
    let spaces = processSpaces
    guard let first = spaces.first else { return }
    let key = ExplorerState.MapKey(process: first.process, version: timeline.memoryVersion(at: state.step))
    guard key != state.mapKey else { return }
    state.mapKey = key
    // One map is enough to hold.
    state.map = nil
    state.map = ProcessMap(
      spaces: spaces, exposed: timeline.spaces.knownUserSpace(of: first), memory: timeline.memory(at: state.step),
      controls: timeline.recording.start.controls,
      parts: run?.setup.scenario.parts(process: first.process) ?? [])
    filterMap()
  }
}
