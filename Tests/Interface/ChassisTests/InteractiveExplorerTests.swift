import Canvas
import Chassis
import Commands
import Testing

/// A third explorer, which has nothing but a number: what the chassis does for it.
private struct Counter: InteractiveExplorer {
  struct State: TypingState {
    var size: Size
    var count: Int?
    var prompt: Prompt?
    var history: [String] = []
    var message = ""
    var number = 0
  }

  static let keys = KeyTable<Command>([
    .init([.character("j")], "more", footer: "more") { .move($0 ?? 1) },
    .init([.character(":")], "a command") { _ in .promptCommand },
    .init([.character("x")], "the shell command") { _ in .shell },
    .init([.character("q")], "quit") { _ in .quit },
  ])

  var state = State(size: Size(width: 40, height: 12))
  var issued: [Command] = []
  var isSurveying: Bool { false }
  var footerPlace: Rect { Rect(state.size).splitBottom(1).bottom }
  var hints: [Footer.Hint] { [Footer.Hint(.character("j"), "more")] }
  var currentLine: String { "" }
  var shellCommand: String { "seq \(state.number)" }
  var filter: String { "" }

  mutating func perform(_ command: Command) -> Request? {
    guard case .move(let count) = command else { return performCommon(command) }
    state.number += count
    return nil
  }
  mutating func sizeChanged() { state.message = "now \(state.size.width) wide" }
  mutating func surveyMore() {}
  func commands(for event: MouseEvent) -> [Command] { [.move(10), .move(100)] }
  func drawPanes(on grid: inout Grid) { grid.write("number \(state.number)", x: 0, y: 0) }
}

@Suite struct InteractiveExplorerTests {
  private static func pressed(_ keys: String) -> Counter {
    var counter = Counter()
    for key in keys { counter.update(.key(.character(key))) }
    return counter
  }

  @Test func keysBecomeCommands() {
    let counter = Self.pressed("j12j")
    #expect(counter.state.number == 13)
    #expect(counter.issued == [.move(12)])
    #expect(counter.draw(glyphs: .ascii).lines[0] == "number 13")
    #expect(counter.draw(glyphs: .ascii).lines[11] == " j more")
  }

  @Test func clicksMayBeSeveralCommands() {
    var counter = Counter()
    counter.update(.key(.mouse(MouseEvent(.click, at: Point(x: 0, y: 0)))))
    #expect(counter.issued == [.move(10), .move(100)])
    #expect(counter.state.number == 110)
  }

  @Test func commonCommands() {
    var counter = Self.pressed("7j")
    #expect(counter.update(.key(.character("x"))) == .copy("seq 7"))
    #expect(counter.state.message == "seq 7")
    #expect(counter.update(.command(.copy)) == nil)
    #expect(counter.update(.command(.open("a"))) == .open("a"))
    #expect(counter.update(.key(.character("q"))) == .quit)
    counter.update(.key(.character(":")))
    #expect(counter.cursor == Point(x: 1, y: 11))
  }

  @Test func smallScreens() {
    var counter = Counter()
    counter.update(.resize(Size(width: 39, height: 12)))
    #expect(counter.state.message == "now 39 wide")
    #expect(counter.draw(glyphs: .ascii).lines[0] == "needs 40x12")
  }
}
