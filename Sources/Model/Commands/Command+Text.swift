import PageTables

extension Command {
  /// The command as it is typed after ':'; reading it gives the same command.
  package var text: String { ([name] + arguments.filter { !$0.isEmpty }).joined(separator: " ") }

  /// The word that it begins with.
  private var name: String {
    switch self {
    case .step: "step"
    case .back: "back"
    case .next: "next"
    case .previous: "previous"
    case .again, .againBack: "again"
    case .goto: "goto"
    case .search: "search"
    case .mark: "mark"
    case .move: "move"
    case .page: "page"
    case .focus, .focusNext, .focusPrevious: "focus"
    case .toggle: "toggle"
    case .filter: "filter"
    case .only, .onlyNext: "only"
    case .walk: "walk"
    case .probe: "probe"
    case .design, .nextDesign: "design"
    case .set: "set"
    case .inject: "inject"
    case .compare, .compareNext: "compare"
    case .open: "open"
    case .say: "say"
    case .pause: "pause"
    case .source: "source"
    case .expect: "expect"
    case .ask: "ask"
    case .screen: "screen"
    case .promptCommand, .promptSearch, .promptFilter, .promptProbe: "prompt"
    // The others are called as they are written.
    case .choose, .fold, .unfold, .undo, .help, .close, .copy, .shell, .redraw, .suspend, .quit: "\(self)"
    }
  }

  /// The words behind the name; empty ones are left out.
  private var arguments: [String] {
    switch self {
    case .step(let count), .back(let count), .move(let count), .page(let count), .again(let count): [Self.words(count)]
    case .againBack(let count): ["back", Self.words(count)]
    case .next(let target, let count), .previous(let target, let count): ["\(target)", Self.words(count)]
    case .goto(let place): [place.text]
    case .search(let text), .mark(let text), .open(let text), .source(let text), .screen(let text):
      [CommandText.quoted(text)]
    case .filter(let text): [text.isEmpty ? "" : CommandText.quoted(text)]
    case .focus(let pane), .toggle(let pane): ["\(pane)"]
    case .only(let filter): ["\(filter)"]
    case .focusNext, .onlyNext, .nextDesign: ["next"]
    case .focusPrevious: ["previous"]
    case .walk(let address): [address.map { CommandNumber.hexadecimal($0.rawValue) } ?? ""]
    case .probe(let place, let cpl): [CommandText.quoted(place, isWord: false), "\(cpl)"]
    case .design(let design): ["\(design)"]
    case .set(let key, let value): [key, value]
    case .inject(let kind, let name): ["\(kind)", name ?? ""]
    case .compare(let first, let second): [first.map { "\($0)" } ?? "", "\(second)"]
    case .say(let words): [CommandText.quoted(words, isWord: false)]
    case .pause(let length): [length.map(Self.seconds) ?? ""]
    case .expect(let expectation): [expectation.text]
    case .ask(let question, let answer): [CommandText.quoted(question, isWord: false), "=", answer.text]
    case .promptCommand: ["command"]
    case .promptSearch: ["search"]
    case .promptFilter: ["filter"]
    case .promptProbe: ["probe"]
    case .choose, .fold, .unfold, .undo, .compareNext, .help, .close, .copy, .shell, .redraw, .suspend, .quit: []
    }
  }

  /// A count; empty for one, which nobody writes.
  private static func words(_ count: Int) -> String { count == 1 ? "" : "\(count)" }

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
