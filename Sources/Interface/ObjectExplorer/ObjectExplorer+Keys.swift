import Canvas
package import Chassis
package import Commands

extension ObjectExplorer {
  /// Which key issues which command. The keys are those of the explorer of recordings, as far as both have the command.
  package static let keys = KeyTable<Command>([
    .init([.character("j"), .down], "down one row") { .move($0 ?? 1) },
    .init([.character("k"), .up], "up one row") { .move(-($0 ?? 1)) },
    .init([.pageDown, .control("D")], "down one page") { .page($0 ?? 1) },
    .init([.pageUp, .control("U")], "up one page") { .page(-($0 ?? 1)) },
    .init([.character(" ")], "next finding, or entry", footer: "next") { .step($0 ?? 1) },
    .init([.character("b")], "previous finding, or entry") { .back($0 ?? 1) },
    .init([.enter], "fold a heading; all about a finding; open an entry", footer: "open") { _ in .choose },
    .init([.right, .character("l")], "unfold, or go to what is below") { _ in .unfold },
    .init([.left, .character("h")], "fold, or go to the heading above") { _ in .fold },
    .init([.tab], "findings or entries", footer: "entries") { _ in .focusNext },
    .init([.backTab], "the same, back") { _ in .focusPrevious },
    .init([.character("f")], "next error", footer: "error") { .next(.fault, $0 ?? 1) },
    .init([.character("F")], "previous error") { .previous(.fault, $0 ?? 1) },
    .init([.character("n")], "next error; after / the next that holds the text") { .again($0 ?? 1) },
    .init([.character("N")], "the same, back") { .againBack($0 ?? 1) },
    .init([.character("/")], "search in findings, or in names of entries") { _ in .promptSearch },
    .init([.character("m")], "list only error, warning, note, a rule, or what holds a text", footer: "filter") {
      _ in .promptFilter
    },
    .init([.character("d")], "check under the next design", footer: "design") { _ in .nextDesign },
    .init([.character("g"), .home], "first row, or with a count that finding") {
      $0.map { .goto(.number($0)) } ?? .goto(.start)
    },
    .init([.character("G"), .end], "last row") { _ in .goto(.end) },
    .init([.character(":")], "a command: :design pti, :filter DATA, :open FILE") { _ in .promptCommand },
    .init([.character("y")], "copy this line to the clipboard") { _ in .copy },
    .init([.character("x")], "the shell command that gives this answer") { _ in .shell },
    .init([.character("?"), .function(1)], "show or hide this help") { _ in .help },
    .init([.escape], "close, or drop the filter") { _ in .close },
    .init([.control("L")], "draw the screen anew") { _ in .redraw },
    .init([.control("Z")], "stop; fg continues") { _ in .suspend },
    .init([.character("q"), .control("C")], "quit", footer: "quit") { _ in .quit },
  ])

  /// The commands of the prompt that do something here, by name.
  package static let commandNames: Set<String> = [
    "step", "back", "next", "previous", "again", "goto", "search", "move", "page", "focus", "filter", "fold", "unfold",
    "choose", "help", "close", "design", "open", "screen", "prompt", "copy", "shell", "redraw", "suspend", "quit",
    "say",
  ]
}
