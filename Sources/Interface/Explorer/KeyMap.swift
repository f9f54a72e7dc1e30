package import Canvas
package import Commands

/// Which key issues which command: one table, from which the help pane and the README's table are printed.
package struct KeyMap: Sendable {
  /// One line of the table.
  package struct Binding: Sendable {
    /// The keys, any of which will do.
    package let keys: [Key]
    /// The command, made from the count typed before the key, or nil.
    package let command: @Sendable (Int?) -> Command
    /// What it does, in a few words.
    package let help: String
    /// Whether the line is among the few that the last line of the screen shows, and in which words.
    package let footer: String?
    /// The same for scenarios.
    package let scenarioFooter: String?

    /// Binds keys to a command.
    package init(
      keys: [Key], command: @escaping @Sendable (Int?) -> Command, help: String, footer: String? = nil,
      scenarioFooter: String? = nil
    ) {
      self.keys = keys
      self.command = command
      self.help = help
      self.footer = footer
      self.scenarioFooter = scenarioFooter
    }
  }

  /// All lines, in the order in which help lists them.
  package static let bindings: [Binding] = [
    bind(
      [.character(" "), .right, .character("l")], "step forward (10 Space: ten steps)", footer: "step", scenario: "step"
    ) {
      .step($0 ?? 1)
    },
    bind([.character("b"), .left, .character("h")], "step back", footer: "back", scenario: "back") { .back($0 ?? 1) },
    bind([.character("n")], "next flip; after / or f or e: the next of these", footer: "flip", scenario: "flip") {
      .again($0 ?? 1)
    },
    bind([.character("N")], "the same, back") { .againBack($0 ?? 1) },
    bind([.character("f")], "next fault or leak", footer: "fault") { .next(.trouble, $0 ?? 1) },
    bind([.character("F")], "previous fault or leak") { .previous(.trouble, $0 ?? 1) },
    bind([.character("e")], "next event: an entry to the kernel", footer: "event") { .next(.event, $0 ?? 1) },
    bind([.character("E")], "previous event") { .previous(.event, $0 ?? 1) },
    bind(
      [.character("o")], "list only data accesses; those that fault in the other half; those that do not",
      footer: "only"
    ) { _ in .onlyNext },
    bind([.character("d")], "the same moment under the next design", scenario: "design") { _ in .nextDesign },
    bind([.character("c")], "compare: another design beside this one; c again: the next", scenario: "compare") {
      _ in .compareNext
    },
    bind([.character("i")], "inject an interrupt, an NMI or a fault here", scenario: "inject") { _ in .toggle(.inject)
    },
    bind([.character("u")], "undo the last change of the scenario", scenario: "undo") { _ in .undo },
    bind([.character("t")], "toggle PCID, VERW, SMAP and other switches") { _ in .toggle(.toggles) },
    bind([.character("v")], "verdict: what would leak to whom, and what would stop it", scenario: "verdict") {
      _ in .toggle(.verdict)
    },
    bind([.character("p")], "probe: may user code, or the kernel, read this address?") { _ in .promptProbe },
    bind([.character("w")], "walk: every level of the translation, in both spaces", footer: "walk") {
      _ in .walk(nil)
    },
    bind([.enter], "choose in a menu; else walk") { _ in .choose },
    bind([.character("T")], "TLB: the translations that are cached") { _ in .toggle(.tlb) },
    bind([.character("B")], "buffers: what is left inside of the core") { _ in .toggle(.buffers) },
    bind([.character("D")], "derivation: from the scope to the flip sites") { _ in .toggle(.derivation) },
    bind([.character("C")], "check: code that would leave the exposed space") { _ in .toggle(.findings) },
    bind([.character("j"), .down], "down one row") { .move($0 ?? 1) },
    bind([.character("k"), .up], "up one row") { .move(-($0 ?? 1)) },
    bind([.pageDown, .control("D")], "down one page") { .page($0 ?? 1) },
    bind([.pageUp, .control("U")], "up one page") { .page(-($0 ?? 1)) },
    bind([.character("g"), .home], "first step, or with a count that step") {
      $0.map { .goto(.number($0)) } ?? .goto(.start)
    },
    bind([.character("G"), .end], "last step") { _ in .goto(.end) },
    bind([.tab], "next pane", footer: "pane") { _ in .focusNext },
    bind([.backTab], "previous pane") { _ in .focusPrevious },
    bind([.character("m")], "filter the map: a region, a class or rights") { _ in .promptFilter },
    bind([.character("/")], "search in symbols, instructions and places") { _ in .promptSearch },
    bind([.character("]")], "next mark (:mark NAME sets one)") { .next(.mark, $0 ?? 1) },
    bind([.character("[")], "previous mark") { .previous(.mark, $0 ?? 1) },
    bind([.character(":")], "a command: :120, :50%, :walk 0xffff..., :next flip") { _ in .promptCommand },
    bind([.character("y")], "copy this line to the clipboard") { _ in .copy },
    bind([.character("x")], "the shell command that gives this answer") { _ in .shell },
    bind([.character("?"), .function(1)], "show or hide this help", scenario: "help") { _ in .help },
    bind([.escape], "close, drop what was typed, or set n back to flips") { _ in .close },
    bind([.control("L")], "draw the screen anew") { _ in .redraw },
    bind([.control("Z")], "stop; fg continues") { _ in .suspend },
    bind([.character("q"), .control("C")], "quit", footer: "quit", scenario: "quit") { _ in .quit },
  ]

  private static func bind(
    _ keys: [Key], _ help: String, footer: String? = nil, scenario: String? = nil,
    _ command: @escaping @Sendable (Int?) -> Command
  ) -> Binding {
    Binding(keys: keys, command: command, help: help, footer: footer, scenarioFooter: scenario)
  }

  private static let byKey: [Key: Binding] = Dictionary(
    bindings.flatMap { binding in binding.keys.map { ($0, binding) } }, uniquingKeysWith: { first, _ in first })

  /// The command of a key with the count typed before it; nil if the key has none.
  package static func command(for key: Key, count: Int?) -> Command? {
    byKey[key]?.command(count)
  }
}
