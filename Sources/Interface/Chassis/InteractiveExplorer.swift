package import Canvas
package import Commands

/// An explorer of anything: what it shows is a pure function of its value.
///
///     Action --> update --> state --> draw --> Grid
///                  |
///                  +--> Request (performed by the tool)
///
/// What keys, sizes and commands do to every explorer is here; an explorer says what its own commands do, and draws
/// its panes.
package protocol InteractiveExplorer: Sendable {
  /// Everything that a key can change.
  associatedtype State: TypingState

  /// Which key issues which command.
  static var keys: KeyTable<Command> { get }
  /// Everything that a key can change.
  var state: State { get set }
  /// The commands that the last action issued, in order: what a recorder writes down.
  var issued: [Command] { get set }
  /// Whether there is work for when nobody presses a key.
  var isSurveying: Bool { get }
  /// Where the last line of the screen is.
  var footerPlace: Rect { get }
  /// The keys worth knowing now, the most important first.
  var hints: [Footer.Hint] { get }
  /// What `copy` copies; empty for nothing.
  var currentLine: String { get }
  /// The command line that gives the same answer in a shell.
  var shellCommand: String { get }
  /// The filter that is in force; empty for none.
  var filter: String { get }

  /// What is true now, in the words of `expect`; nil if nobody can know, or if it is about the screen.
  func fact(_ kind: Expectation.Kind) -> String?
  /// Carries out one command, and says what it asks of the tool.
  mutating func perform(_ command: Command) -> Request?
  /// What a command means now, whatever the size of the screen, and as a tour can say it; nil if that is nothing.
  func lasting(_ command: Command) -> Command?
  /// Brings what depends on the size of the screen up to date.
  mutating func sizeChanged()
  /// Does a fraction of a frame's time of what is left to be found out.
  mutating func surveyMore()
  /// The commands that a click or a turn of the wheel stands for.
  func commands(for event: MouseEvent) -> [Command]
  /// Draws everything but the last line, on a screen that is large enough.
  func drawPanes(on grid: inout Grid)
}

extension InteractiveExplorer {
  /// Carries out one action and says what it asks of the tool.
  ///
  /// Nothing outside this value is read or changed: the same actions always give the same state, unless the explorer is
  /// told to end a run or a search early.
  @discardableResult
  package mutating func update(_ action: Action) -> Request? {
    issued = []
    switch action {
    case .resize(let size):
      state.size = size
      sizeChanged()
    case .idle: surveyMore()
    case .command(let command):
      state.message = ""
      return issue([command])
    case .key(let key):
      switch state.take(key, Self.keys.command) {
      case .command(let command)?: return issue([command])
      case .mouse(let event)?: return issue(commands(for: event))
      case nil: break
      }
    }
    return nil
  }

  /// Carries out commands and remembers them, so that who listens can write them down; gives the last request.
  private mutating func issue(_ commands: [Command]) -> Request? {
    var last: Request?
    for command in commands {
      if let command = lasting(command) { issued.append(command) }
      last = perform(command)
    }
    return last
  }

  /// Carries out a command that is the same in every explorer: prompts, messages, and what the tool has to do.
  package mutating func performCommon(_ command: Command) -> Request? {
    switch command {
    case .promptCommand: state.prompt = Prompt(.command)
    case .promptSearch: state.prompt = Prompt(.search)
    case .promptFilter: state.prompt = Prompt(.filter, text: filter)
    case .promptProbe:
      state.prompt = Prompt(.probe)
      state.message = "ADDRESS or NAME, then 3 or 0"
    case .say(let words): state.message = words
    case .copy where currentLine.isEmpty: break
    case .copy:
      state.message = "copied to the clipboard (OSC 52)"
      return .copy(currentLine)
    case .shell:
      state.message = shellCommand
      return .copy(shellCommand)
    case .open(let file): return .open(file)
    case .source(let file): return .source(file)
    case .screen(let file): return .save(file)
    case .redraw: return .redraw
    case .suspend: return .suspend
    case .quit: return .quit
    case .step, .back, .next, .previous, .again, .againBack, .goto, .search, .move, .page, .mark, .focus, .focusNext,
      .focusPrevious, .toggle, .choose, .fold, .unfold, .filter, .only, .onlyNext, .walk, .probe, .help,
      .close, .design, .nextDesign, .set, .inject, .undo, .compare, .compareNext, .pause, .expect, .ask:
      assertionFailure("'\(command.text)' is not the same in every explorer")
    }
    return nil
  }
}

extension InteractiveExplorer {
  /// The command, where sessions are not recorded.
  package func lasting(_ command: Command) -> Command? { command }

  /// Nothing, where tours cannot be played.
  package func fact(_ kind: Expectation.Kind) -> String? { nil }

  /// Draws the whole screen.
  package func draw(glyphs: Glyphs) -> Grid {
    var grid = Grid(size: state.size, glyphs: glyphs)
    guard state.size.holdsPanes else {
      let text = "needs \(Size.leastScreen.width)x\(Size.leastScreen.height)"
      grid.write(text, x: 0, y: 0, style: Style(.warning), overflow: .ellipsis)
      return grid
    }
    drawPanes(on: &grid)
    footer.draw(in: footerPlace, on: &grid)
    return grid
  }

  /// Where the terminal's cursor belongs; nil to hide it.
  package var cursor: Point? { footer.cursor(in: footerPlace) }

  /// How many rows at the bottom the last line covers now: more than one for a long message.
  package var footerRows: Int { footer.rows(in: footerPlace) }

  private var footer: Footer {
    Footer(prompt: state.prompt, count: state.count, message: state.message, hints: hints)
  }
}

extension Size {
  /// The smallest screen that shows anything.
  package static let leastScreen = Size(width: 40, height: 12)

  /// Whether a screen of this size has room for panes.
  package var holdsPanes: Bool { width >= Self.leastScreen.width && height >= Self.leastScreen.height }
}
