package import Isolation
package import PageTables

/// The one command language: keys, the prompt and tours issue these and nothing else.
package enum Command: Hashable, Sendable {
  /// What a jump looks for.
  package enum Target: String, CaseIterable, Sendable {
    /// A CR3 write that changes the space.
    case flip
    /// An access that is denied.
    case fault
    /// A moment in which user code could read what it must not.
    case leak
    /// A fault or a leak, whichever comes first.
    case trouble
    /// An entry to the kernel.
    case event
    /// A mark that the user set.
    case mark
    /// A step whose text holds what was searched.
    case match
  }

  /// Where to go.
  package enum Place: Hashable, Sendable {
    /// The step with this number, or the first after it.
    case number(Int)
    /// So many hundredths of the timeline, 0 to 100.
    case percent(Int)
    /// The first step.
    case start
    /// The last step.
    case end
    /// A mark, by its name.
    case mark(String)
  }

  /// What can be put into a run.
  package enum Injected: String, CaseIterable, Sendable {
    /// An interrupt.
    case irq
    /// An NMI.
    case nmi
    /// An exception.
    case fault
  }

  /// Go forward by so many steps.
  case step(Int)
  /// Go back by so many steps.
  case back(Int)
  /// Jump forward to the nth target.
  case next(Target, Int)
  /// Jump back to the nth target.
  case previous(Target, Int)
  /// Repeat the last jump, forward.
  case again(Int)
  /// Repeat the last jump, back.
  case againBack(Int)
  /// Go to a place.
  case goto(Place)
  /// Move the cursor of the focused pane by so many rows.
  case move(Int)
  /// Move the cursor of the focused pane by so many pages.
  case page(Int)
  /// Give the keys to a pane, or open it.
  case focus(Pane)
  /// Open a pane that lies over the others, or close it if it is open.
  case toggle(Pane)
  /// Give the keys to the next pane.
  case focusNext
  /// Give the keys to the previous pane.
  case focusPrevious
  /// Jump to the next step whose text holds this.
  case search(String)
  /// Show only rows of the map that hold this.
  case filter(String)
  /// List only some steps.
  case only(StepFilter)
  /// List the next kind of steps.
  case onlyNext
  /// Show every level of the translation of an address; nil for what the step or the map row is about.
  case walk(VirtualAddress?)
  /// Hide what is below the cursor's row of a tree, or below the row above it.
  case fold
  /// Show what is below the cursor's row of a tree, or go there if it is shown.
  case unfold
  /// Do what the cursor is on: a row of a menu, else the walk of a step or a row of the map.
  case choose
  /// Run the scenario under this design.
  indirect case design(Design)
  /// Run the scenario under the next design.
  case nextDesign
  /// Run the scenario with another value of a switch.
  case set(key: String, value: String)
  /// Run the scenario with something put in before this step; nil for the usual one of its kind.
  case inject(Injected, String?)
  /// Show another design beside the present one, or if that is open the next other one.
  case compareNext
  /// Show two designs side by side; nil for the present one.
  indirect case compare(Design?, with: Design)
  /// Take the last change of the scenario's run back.
  case undo
  /// Ask for an address, or for what has a name, as code at this CPL would read it.
  case probe(String, cpl: Int)
  /// Set a mark at this step.
  case mark(String)
  /// Show or hide the keys.
  case help
  /// Close what is open on top.
  case close
  /// Start typing a command.
  case promptCommand
  /// Start typing a search.
  case promptSearch
  /// Start typing a filter of the map.
  case promptFilter
  /// Start typing what to probe.
  case promptProbe
  /// Copy the current line to the clipboard.
  case copy
  /// Show the shell command that gives the same answer.
  case shell
  /// Draw everything anew.
  case redraw
  /// Stop the program until it is continued.
  case suspend
  /// Show another input: the path of a file.
  case open(String)
  /// Show the words of a tour, or of whoever types them.
  case say(String)
  /// Wait for a key, or for so long.
  case pause(Duration?)
  /// Carry out the commands of a file.
  case source(String)
  /// Check that something is true of this moment.
  case expect(Expectation)
  /// Have something predicted that is true once the commands that follow have been carried out.
  case ask(String, Expectation)
  /// Save the screen to a file, or compare it with that file.
  case screen(String)
  /// End.
  case quit
}
