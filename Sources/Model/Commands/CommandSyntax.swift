import Isolation

/// How one command is written: one table, from which the prompt completes, help lists, and everybody reads.
package struct CommandSyntax: Sendable {
  /// The word it begins with.
  package let name: String
  /// What may stand behind it, in the way of usage lines; empty for nothing.
  package let arguments: String
  /// What it does, in a few words.
  package let about: String
  /// The words that may come first behind the name, if these are all known.
  package let words: [String]
  let read: @Sendable (inout CommandArguments) throws(CommandError) -> Command

  init(
    _ name: String, _ arguments: String = "", _ about: String, words: [String] = [],
    read: @escaping @Sendable (inout CommandArguments) throws(CommandError) -> Command
  ) {
    self.name = name
    self.arguments = arguments
    self.about = about
    self.words = words
    self.read = read
  }

  /// A command without arguments.
  init(_ name: String, _ about: String, is command: Command) {
    self.init(name, "", about) { _ in command }
  }

  /// All commands, in alphabetical order.
  package static let all = (movement + views + changes + tours + session).sorted { $0.name < $1.name }

  /// The command of a name; nil if there is none.
  package static func named(_ name: some StringProtocol) -> CommandSyntax? { byName[String(name)] }

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  // MARK: Where one is

  private static let targets = Command.Target.allCases.map(\.rawValue)

  private static let movement: [CommandSyntax] = [
    .init("step", "[N]", "go forward by N steps") { (a) throws(CommandError) in .step(try a.count()) },
    .init("back", "[N]", "go back by N steps") { (a) throws(CommandError) in .back(try a.count()) },
    .init("next", "KIND [N]", "go to the next flip, fault, leak, event, ...", words: targets) {
      (a) throws(CommandError) in .next(try a.choice(Command.Target.allCases), try a.count("a count"))
    },
    .init("previous", "KIND [N]", "go to the previous flip, fault, leak, event, ...", words: targets) {
      (a) throws(CommandError) in .previous(try a.choice(Command.Target.allCases), try a.count("a count"))
    },
    .init("again", "[back] [N]", "repeat the last next, previous or search", words: ["back"]) {
      (a) throws(CommandError) in
      a.take("back") ? .againBack(try a.count("a count")) : .again(try a.count("a count"))
    },
    .init("goto", "N|N%|start|end|mark NAME", "go to a step", words: ["start", "end", "mark"]) {
      (a) throws(CommandError) in .goto(try a.place())
    },
    .init("search", "TEXT", "go to the next step that holds a text") {
      (a) throws(CommandError) in .search(try a.text("a text"))
    },
    .init("mark", "NAME", "name this step") { (a) throws(CommandError) in .mark(try a.text("a name")) },
  ]

  // MARK: What is shown

  private static let views: [CommandSyntax] = [
    .init("move", "[N]", "move the cursor of the pane by N rows, up if N is negative") {
      (a) throws(CommandError) in .move(try a.count("a number of rows", isSigned: true))
    },
    .init("page", "[N]", "move the cursor of the pane by N pages, up if N is negative") {
      (a) throws(CommandError) in .page(try a.count("a number of pages", isSigned: true))
    },
    .init("focus", "PANE|next|previous", "go to a pane, or open it", words: Pane.names + ["next", "previous"]) {
      (a) throws(CommandError) in
      if a.take("next") { return .focusNext }
      if a.take("previous") { return .focusPrevious }
      return .focus(try a.choice(Pane.allCases, or: ["next", "previous"]))
    },
    .init("toggle", "PANE", "open a pane, or close it", words: Pane.names) {
      (a) throws(CommandError) in .toggle(try a.choice(Pane.allCases))
    },
    .init("filter", "[EXPR]", "show only some rows of the map") {
      (a) throws(CommandError) in .filter(a.isEmpty ? "" : try a.text("a filter", isBlank: false))
    },
    .init("only", "KIND|next", "list only some steps", words: StepFilter.allCases.map(\.rawValue) + ["next"]) {
      (a) throws(CommandError) in
      a.take("next") ? .onlyNext : .only(try a.choice(StepFilter.allCases, or: ["next"]))
    },
    .init("walk", "[ADDRESS]", "show every level of a translation") {
      (a) throws(CommandError) in .walk(a.isEmpty ? nil : try a.address())
    },
    .init("probe", "ADDRESS|NAME [0|3]", "ask whether code of a privilege level may read something") {
      (a) throws(CommandError) in try a.probe()
    },
    .init("fold", "hide what is below a row of a tree", is: .fold),
    .init("unfold", "show what is below a row of a tree", is: .unfold),
    .init("choose", "do what the cursor is on", is: .choose),
    .init("help", "show or hide the keys", is: .help),
    .init("close", "close what is open on top", is: .close),
  ]

  // MARK: How a scenario runs

  private static let designs = Design.all.map(\.name)

  private static let changes: [CommandSyntax] = [
    .init("design", "NAME|next", "run the scenario under a design", words: designs + ["next"]) {
      (a) throws(CommandError) in
      a.take("next") ? .nextDesign : .design(try a.choice(Design.all, or: ["next"], by: \.name))
    },
    .init("set", "KEY VALUE", "change a switch of the scenario", words: Settings.keys.map(\.name)) {
      (a) throws(CommandError) in try a.setting()
    },
    .init("inject", "irq|nmi|fault [NAME]", "put something in at this step", words: Command.Injected.names) {
      (a) throws(CommandError) in
      let kind: Command.Injected = try a.choice(Command.Injected.allCases)
      return .inject(kind, a.word().map { String($0) })
    },
    .init("undo", "take the last change of the scenario back", is: .undo),
    .init("compare", "[D1] [D2]", "show two designs side by side", words: designs) {
      (a) throws(CommandError) in try a.comparison()
    },
  ]

  // MARK: Tours

  private static let tours: [CommandSyntax] = [
    .init("open", "FILE", "show another input") { (a) throws(CommandError) in .open(try a.text("a file")) },
    .init("say", "\"TEXT\"", "tell something, and wait until it is read") {
      (a) throws(CommandError) in .say(try a.text("a text"))
    },
    .init("pause", "[SECONDS]", "wait for a key, or for so long") {
      (a) throws(CommandError) in .pause(try a.seconds())
    },
    .init("source", "FILE", "carry out the commands of another tour") {
      (a) throws(CommandError) in .source(try a.text("a file"))
    },
    .init("expect", "KIND VALUE", "check that something is so", words: Expectation.Kind.allCases.map(\.rawValue)) {
      (a) throws(CommandError) in .expect(try a.expectation())
    },
    .init("ask", "\"QUESTION\" = KIND VALUE", "have something predicted, and show it then") {
      (a) throws(CommandError) in try a.question()
    },
    .init("screen", "FILE", "save the screen, or with --check compare it") {
      (a) throws(CommandError) in .screen(try a.text("a file"))
    },
  ]

  // MARK: The session

  private static let session: [CommandSyntax] = [
    .init("prompt", "command|search|filter|probe", "start typing", words: ["command", "search", "filter", "probe"]) {
      (a) throws(CommandError) in try a.prompt()
    },
    .init("copy", "copy the line to the clipboard", is: .copy),
    .init("shell", "show the shell command that gives this answer", is: .shell),
    .init("redraw", "draw the screen anew", is: .redraw),
    .init("suspend", "stop; fg continues", is: .suspend),
    .init("quit", "end", is: .quit),
  ]
}

extension Pane {
  fileprivate static var names: [String] { allCases.map(\.rawValue) }
}

extension Command.Injected {
  fileprivate static var names: [String] { allCases.map(\.rawValue) }
}
