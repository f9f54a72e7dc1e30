import Canvas
import Chassis
import Commands
import Explorer
import Testing

/// The line being typed: its editing, history and completion; and counts before keys.
@Suite struct PromptTests {
  @Test func editing() {
    var explorer = Exploring.builtIn()
    explorer.press(":")
    explorer.type("stp 3")
    explorer.press("Left Left Left e Enter")
    #expect(explorer.number == 3)
    explorer.press(":")
    explorer.type("quit")
    explorer.press("Ctrl-U Enter")
    #expect(explorer.state.prompt == nil)
    explorer.press(": q Esc")
    #expect(explorer.state.prompt == nil)
    explorer.press(": Backspace")
    #expect(explorer.state.prompt == nil, "backspace on an empty line closes it")
    #expect(explorer.press(": q Ctrl-C") == nil, "Ctrl-C closes the prompt, not the program")
    #expect(explorer.state.prompt == nil)
  }

  @Test func history() {
    var explorer = Exploring.builtIn()
    for text in ["5", "7", "7", "9"] { explorer.command(text) }
    #expect(explorer.state.history == ["5", "7", "9"], "a line entered twice is kept once")
    explorer.press(": Up Up Enter")
    #expect(explorer.number == 7)
    explorer.press(": Up Up Up Up Up Up Enter")
    #expect(explorer.number == 5)
    explorer.press(": Up Down")
    #expect(explorer.state.prompt?.field.text == "")
    explorer.press("Esc")
    for number in 0..<150 { explorer.command("\(number)") }
    #expect(explorer.state.history.count == 100)
  }

  @Test func completion() {
    var explorer = Exploring.builtIn()
    explorer.press(": g Tab")
    #expect(explorer.state.prompt?.field.text == "goto ")
    explorer.press("Ctrl-U f Tab")
    #expect(explorer.state.prompt?.field.text == "f")
    #expect(explorer.state.message == "filter  focus  fold")
    explorer.press("Ctrl-U z Tab")
    #expect(explorer.state.prompt?.field.text == "z")
  }

  @Test func theCursorStandsInThePrompt() {
    var explorer = Exploring.builtIn()
    #expect(explorer.cursor == nil)
    explorer.press(": a b Left")
    #expect(explorer.cursor == Point(x: 2, y: 23))
    explorer.press("Esc")
    #expect(explorer.cursor == nil)
  }

  @Test func counts() {
    var explorer = Exploring.builtIn()
    explorer.press("1 2")
    #expect(explorer.state.count == 12)
    #expect(explorer.screen()[23] == " 12")
    explorer.press("Esc")
    #expect(explorer.state.count == nil)
    #expect(explorer.number == 0)
  }
}
