package import Canvas
package import Chassis
package import Commands
package import Execution
package import Isolation
package import PageTables
import Timelines
package import Verdicts

/// Everything that a key can change. Equal states draw equal screens.
package struct ExplorerState: TypingState {
  /// The index of the current step.
  package var step = 0
  /// The size of the screen.
  package var size: Size
  /// The pane that the keys go to.
  package var focus = Pane.steps
  /// What lies over the panes, such as `walk` or `help`.
  package var overlay: Pane?
  /// The digits typed so far.
  package var count: Int?
  /// The line being typed.
  package var prompt: Prompt?
  /// What was typed before, oldest first.
  package var history: [String] = []
  /// One line for the user; empty for none.
  package var message = ""
  /// Whether the message says why the last command was not carried out.
  package internal(set) var isRefusal = false
  /// Whether what comes after this step is hidden, as long as somebody is to predict it.
  package var hidesFuture = false
  /// What n and N repeat.
  package var jump = Command.Target.flip
  /// What was searched last.
  package var search = ""
  /// Which steps are listed.
  package var only = StepFilter.all
  /// The indices of the listed steps; nil if all are.
  package var listed: [UInt32]?
  /// The first visible row of the steps.
  package var stepsTop = 0
  /// The row of the map that has the cursor.
  package var mapCursor = 0
  /// The first visible row of the map.
  package var mapTop = 0
  /// What rows of the map must hold.
  package var mapFilter = ""
  /// The rows that hold it; nil without a filter.
  var admittedRows: [Int]?
  /// The address whose walk is shown.
  package var walkAddress: VirtualAddress?
  /// On whose behalf the walk is, if it is asked for; nil for the access of the step.
  package var walkAccess: Access?
  /// The first visible row of what lies over the panes.
  package var overlayTop = 0
  /// The row of a menu that has the cursor.
  package var menuCursor = 0
  /// Where the last changes of design and switches started from.
  package var anchor: Anchor?
  /// How the scenario ran before each change, the last change at the end.
  package var undo: [UndoPoint] = []
  /// The steps that the user named.
  package internal(set) var marks = Marks()
  /// What is known of all steps so far.
  package var survey = StepSurvey()
  /// What the run has cost up to each step; nil for a recording.
  var counts: CountsSoFar?
  /// What the design keeps beside CR3 now, in words; nil if that is nothing, or if there is no room for it.
  var keeping: String?
  /// The same scenario under another design, while it is compared.
  package internal(set) var comparison: LockStep?
  /// What the current process's spaces map now; nil if there are no tables.
  package var map: ProcessMap?
  /// The process and version of the tables that `map` shows.
  package var mapKey = MapKey()
  /// The judgement of the current step.
  package var verdict: StepVerdict?
  /// Why the current step's flip, or the last one before it, was made.
  package var reason: FlipReason?
  /// The step of the flip that `reason` is about; nil if there is none.
  package var reasonStep: Int?

  /// Where the user is: what moving, listing and closing change.
  package struct Position: Equatable, Sendable {
    let step: Int
    let panes: [Pane?]
    let rows: [Int]
    let only: StepFilter
    let jump: Command.Target
    let mapFilter: String
    let walk: VirtualAddress?
  }

  /// Where the user is. It costs the same whatever else the state holds.
  package var position: Position {
    Position(
      step: step, panes: [focus, overlay], rows: [stepsTop, mapCursor, mapTop, overlayTop, menuCursor], only: only,
      jump: jump, mapFilter: mapFilter, walk: walkAddress)
  }

  /// What a change of the scenario's run is taken back to.
  package struct UndoPoint: Equatable, Sendable {
    /// The scenario, the design, the switches and what was put in.
    package let setup: ScenarioRun.Setup
    /// The step that was shown.
    package let step: Int
    /// The change, in a few words.
    package let change: String
  }

  /// The moment that changes of design and switches start from, as long as nobody leaves it: so that trying one
  /// design after the other comes back to the very step.
  package struct Anchor: Equatable, Sendable {
    /// A moment of a run.
    struct Start: Equatable, Sendable {
      /// What is left of the run.
      let run: RunOutline
      /// How the scenario ran.
      let setup: ScenarioRun.Setup
      /// The step.
      let step: Int
    }

    /// Where the changes start from.
    let start: Start
    /// How it runs now.
    let nowSetup: ScenarioRun.Setup
    /// The step that stands for it now.
    let nowStep: Int
  }

  /// Identifies a version of the map.
  package struct MapKey: Hashable, Sendable {
    /// Which process; -1 for none yet.
    package var process = -1
    /// How often the tables had changed.
    package var version = -1
  }

  /// The state of a fresh explorer.
  package init(size: Size) {
    self.size = size
  }
}
