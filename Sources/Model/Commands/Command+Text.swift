import PageTables

extension Command {
  /// The command as it is typed after ':'; reading it gives the same command.
  package var text: String {
    switch self {
    case .step(let count): Self.counted("step", count)
    case .back(let count): Self.counted("back", count)
    case .next(let target, let count): Self.counted("next \(target)", count)
    case .previous(let target, let count): Self.counted("previous \(target)", count)
    case .again(let count): Self.counted("again", count)
    case .againBack(let count): Self.counted("again back", count)
    case .goto(let place): "goto \(place.text)"
    case .search(let text): "search \(CommandText.quoted(text))"
    case .mark(let name): "mark \(CommandText.quoted(name))"
    case .move(let count): Self.counted("move", count)
    case .page(let count): Self.counted("page", count)
    default: viewText
    }
  }

  private var viewText: String {
    switch self {
    case .focus(let pane): "focus \(pane)"
    case .toggle(let pane): "toggle \(pane)"
    case .focusNext: "focus next"
    case .focusPrevious: "focus previous"
    case .filter(let text): text.isEmpty ? "filter" : "filter \(CommandText.quoted(text))"
    case .only(let filter): "only \(filter)"
    case .onlyNext: "only next"
    case .walk(let address): address.map { "walk \(CommandNumber.hexadecimal($0.rawValue))" } ?? "walk"
    case .probe(let place, let cpl): "probe \(CommandText.quoted(place, isWord: false)) \(cpl)"
    case .design(let design): "design \(design)"
    case .nextDesign: "design next"
    case .set(let key, let value): "set \(key) \(value)"
    case .inject(let kind, let name): "inject \(kind)" + (name.map { " \($0)" } ?? "")
    case .compareNext: "compare"
    case .compare(let first, let second): "compare \(first.map { "\($0) " } ?? "")\(second)"
    default: tourText
    }
  }

  private var tourText: String {
    switch self {
    case .open(let file): "open \(CommandText.quoted(file))"
    case .say(let words): "say \(CommandText.quoted(words, isWord: false))"
    case .pause(let length): length.map { "pause \(Self.seconds($0))" } ?? "pause"
    case .source(let file): "source \(CommandText.quoted(file))"
    case .expect(let expectation): "expect \(expectation.text)"
    case .ask(let question, let answer): "ask \(CommandText.quoted(question, isWord: false)) = \(answer.text)"
    case .screen(let file): "screen \(CommandText.quoted(file))"
    default: plainText
    }
  }

  private var plainText: String {
    switch self {
    case .choose: "choose"
    case .fold: "fold"
    case .unfold: "unfold"
    case .undo: "undo"
    case .help: "help"
    case .close: "close"
    case .promptCommand: "prompt command"
    case .promptSearch: "prompt search"
    case .promptFilter: "prompt filter"
    case .promptProbe: "prompt probe"
    case .copy: "copy"
    case .shell: "shell"
    case .redraw: "redraw"
    case .suspend: "suspend"
    default: "quit"
    }
  }

  private static func counted(_ name: String, _ count: Int) -> String {
    count == 1 ? name : "\(name) \(count)"
  }

  /// "2" or "2.5": as many decimals as it has, at most three.
  private static func seconds(_ length: Duration) -> String {
    let (seconds, attoseconds) = length.components
    guard attoseconds > 0 else { return "\(seconds)" }
    var decimals = String(1000 + attoseconds / 1_000_000_000_000_000).dropFirst()
    while decimals.last == "0" { decimals.removeLast() }
    return "\(seconds).\(decimals)"
  }
}

extension Command.Place {
  /// The place as a command has it.
  var text: String {
    switch self {
    case .number(let number): "\(number)"
    case .percent(let percent): "\(percent)%"
    case .start: "start"
    case .end: "end"
    case .mark(let name): "mark \(CommandText.quoted(name))"
    }
  }
}
