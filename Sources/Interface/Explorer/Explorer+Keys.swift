import Canvas
package import Chassis
package import Commands

extension Explorer {
  /// Which key issues which command.
  package static let keys = KeyTable<Command>([
    .init(
      [.character(" "), .right, .character("l")], "step forward (10 Space: ten steps)", footer: "step", scenario: "step"
    ) {
      .step($0 ?? 1)
    },
    .init([.character("b"), .left, .character("h")], "step back", footer: "back", scenario: "back") { .back($0 ?? 1) },
    .init([.character("n")], "next flip; after / or f or e: the next of these", footer: "flip", scenario: "flip") {
      .again($0 ?? 1)
    },
    .init([.character("N")], "the same, back") { .againBack($0 ?? 1) },
    .init([.character("f")], "next fault or leak", footer: "fault") { .next(.trouble, $0 ?? 1) },
    .init([.character("F")], "previous fault or leak") { .previous(.trouble, $0 ?? 1) },
    .init([.character("e")], "next event: an entry to the kernel", footer: "event") { .next(.event, $0 ?? 1) },
    .init([.character("E")], "previous event") { .previous(.event, $0 ?? 1) },
    .init(
      [.character("o")], "list only data accesses; those that fault in the other half; those that do not",
      footer: "only"
    ) { _ in .onlyNext },
    .init([.character("d")], "the same moment under the next design", scenario: "design") { _ in .nextDesign },
    .init([.character("c")], "compare: another design beside this one; c again: the next", scenario: "compare") {
      _ in .compareNext
    },
    .init([.character("i")], "inject an interrupt, an NMI or a fault here", scenario: "inject") { _ in .toggle(.inject)
    },
    .init([.character("u")], "undo the last change of the scenario", scenario: "undo") { _ in .undo },
    .init([.character("t")], "toggle PCID, VERW, SMAP and other switches") { _ in .toggle(.toggles) },
    .init([.character("v")], "verdict: what would leak to whom, and what would stop it", scenario: "verdict") {
      _ in .toggle(.verdict)
    },
    .init([.character("p")], "probe: may user code, or the kernel, read this address?") { _ in .promptProbe },
    .init([.character("w")], "walk: every level of the translation, in both spaces", footer: "walk") {
      _ in .walk(nil)
    },
    .init([.enter], "choose in a menu; else walk") { _ in .choose },
    .init([.character("T")], "TLB: the translations that are cached") { _ in .toggle(.tlb) },
    .init([.character("B")], "buffers: what is left inside of the core") { _ in .toggle(.buffers) },
    .init([.character("D")], "derivation: from the scope to the flip sites") { _ in .toggle(.derivation) },
    .init([.character("C")], "check: code that would leave the exposed space") { _ in .toggle(.findings) },
    .init([.character("j"), .down], "down one row") { .move($0 ?? 1) },
    .init([.character("k"), .up], "up one row") { .move(-($0 ?? 1)) },
    .init([.pageDown, .control("D")], "down one page") { .page($0 ?? 1) },
    .init([.pageUp, .control("U")], "up one page") { .page(-($0 ?? 1)) },
    .init([.character("g"), .home], "first step, or with a count that step") {
      $0.map { .goto(.number($0)) } ?? .goto(.start)
    },
    .init([.character("G"), .end], "last step") { _ in .goto(.end) },
    .init([.tab], "next pane", footer: "pane") { _ in .focusNext },
    .init([.backTab], "previous pane") { _ in .focusPrevious },
    .init([.character("m")], "filter the map: a region, a class or rights") { _ in .promptFilter },
    .init([.character("/")], "search in symbols, instructions and places") { _ in .promptSearch },
    .init([.character("]")], "next mark (:mark NAME sets one)") { .next(.mark, $0 ?? 1) },
    .init([.character("[")], "previous mark") { .previous(.mark, $0 ?? 1) },
    .init([.character(":")], "a command: :120, :50%, :walk 0xffff..., :next flip") { _ in .promptCommand },
    .init([.character("y")], "copy this line to the clipboard") { _ in .copy },
    .init([.character("x")], "the shell command that gives this answer") { _ in .shell },
    .init([.character("?"), .function(1)], "show or hide this help", scenario: "help") { _ in .help },
    .init([.escape], "close, drop what was typed, or set n back to flips") { _ in .close },
    .init([.control("L")], "draw the screen anew") { _ in .redraw },
    .init([.control("Z")], "stop; fg continues") { _ in .suspend },
    .init([.character("q"), .control("C")], "quit", footer: "quit", scenario: "quit") { _ in .quit },
  ])
}
