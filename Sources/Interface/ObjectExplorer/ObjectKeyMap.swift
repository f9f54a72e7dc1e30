package import Canvas
package import Commands
package import Explorer

/// Which key issues which command while object files are explored: one table, from which its help is printed.
///
/// The keys are those of the explorer of recordings, as far as both have the command.
package enum ObjectKeyMap {
  /// All lines, in the order in which help lists them.
  package static let bindings: [KeyMap.Binding] = [
    bind([.character("j"), .down], "down one row") { .move($0 ?? 1) },
    bind([.character("k"), .up], "up one row") { .move(-($0 ?? 1)) },
    bind([.pageDown, .control("D")], "down one page") { .page($0 ?? 1) },
    bind([.pageUp, .control("U")], "up one page") { .page(-($0 ?? 1)) },
    bind([.character(" ")], "next finding, or entry", footer: "next") { .step($0 ?? 1) },
    bind([.character("b")], "previous finding, or entry") { .back($0 ?? 1) },
    bind([.enter], "fold a heading; all about a finding; open an entry", footer: "open") { _ in .choose },
    bind([.right, .character("l")], "unfold, or go to what is below") { _ in .unfold },
    bind([.left, .character("h")], "fold, or go to the heading above") { _ in .fold },
    bind([.tab], "findings or entries", footer: "entries") { _ in .focusNext },
    bind([.backTab], "the same, back") { _ in .focusPrevious },
    bind([.character("f")], "next error", footer: "error") { .next(.fault, $0 ?? 1) },
    bind([.character("F")], "previous error") { .previous(.fault, $0 ?? 1) },
    bind([.character("n")], "next error; after / the next that holds the text") { .again($0 ?? 1) },
    bind([.character("N")], "the same, back") { .againBack($0 ?? 1) },
    bind([.character("/")], "search in findings, or in names of entries") { _ in .promptSearch },
    bind([.character("m")], "list only error, warning, note, a rule, or what holds a text", footer: "filter") {
      _ in .promptFilter
    },
    bind([.character("d")], "check under the next design", footer: "design") { _ in .nextDesign },
    bind([.character("g"), .home], "first row, or with a count that finding") {
      $0.map { .goto(.number($0)) } ?? .goto(.start)
    },
    bind([.character("G"), .end], "last row") { _ in .goto(.end) },
    bind([.character(":")], "a command: :design pti, :filter DATA, :open FILE") { _ in .promptCommand },
    bind([.character("y")], "copy this line to the clipboard") { _ in .copy },
    bind([.character("x")], "the shell command that gives this answer") { _ in .shell },
    bind([.character("?"), .function(1)], "show or hide this help") { _ in .help },
    bind([.escape], "close, or drop the filter") { _ in .close },
    bind([.control("L")], "draw the screen anew") { _ in .redraw },
    bind([.control("Z")], "stop; fg continues") { _ in .suspend },
    bind([.character("q"), .control("C")], "quit", footer: "quit") { _ in .quit },
  ]

  /// The commands of the prompt that do something here, by name.
  package static let commands: Set<String> = [
    "step", "back", "next", "previous", "again", "goto", "search", "move", "page", "focus", "filter", "fold", "unfold",
    "choose", "help", "close", "design", "open", "screen", "prompt", "copy", "shell", "redraw", "suspend", "quit",
    "say",
  ]

  private static func bind(
    _ keys: [Key], _ help: String, footer: String? = nil, _ command: @escaping @Sendable (Int?) -> Command
  ) -> KeyMap.Binding {
    KeyMap.Binding(keys: keys, command: command, help: help, footer: footer)
  }

  private static let byKey: [Key: KeyMap.Binding] = Dictionary(
    bindings.flatMap { binding in binding.keys.map { ($0, binding) } }, uniquingKeysWith: { first, _ in first })

  /// The command of a key with the count typed before it; nil if the key has none.
  package static func command(for key: Key, count: Int?) -> Command? { byKey[key]?.command(count) }
}
