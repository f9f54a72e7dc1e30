import Canvas
import Chassis
import Explorer
import Testing

/// Text that is pasted is text, and never keys.
@Suite struct PasteTests {
  @Test func goesIntoAPrompt() {
    var explorer = Exploring.builtIn()
    explorer.press(":")
    #expect(explorer.update(.key(.paste("step 3\nquit\n"))) == nil)
    #expect(explorer.state.prompt?.field.text == "step 3 quit")
    #expect(explorer.state.step == 0)
    #expect(explorer.screen().last?.hasPrefix(":step 3 quit") ?? false)
    explorer.press("Ctrl-C")
    #expect(explorer.state.prompt == nil)
  }

  @Test func isNoKeys() {
    var explorer = Exploring.builtIn()
    explorer.press("9")
    #expect(explorer.update(.key(.paste("Gq"))) == nil)
    #expect(explorer.state.message == "pasted text is not taken as keys; paste it behind : or /")
    #expect(explorer.state.step == 0 && explorer.state.count == nil)
    #expect(explorer.issued.isEmpty)
  }

  @Test(.timeLimit(.minutes(1))) func isRefusedIfItIsTooLong() {
    var explorer = Exploring.builtIn()
    explorer.press("/ a")
    explorer.update(.key(.paste(String(repeating: "x", count: 65_536))))
    _ = explorer.draw(glyphs: .unicode)
    #expect(explorer.state.prompt?.field.text == "a")
    #expect(explorer.state.message == "a line has at most 4096 bytes: the pasted text is not taken")
  }

  @Test func aLineHasALimit() {
    var explorer = Exploring.builtIn()
    explorer.press(":")
    explorer.type(String(repeating: "x", count: 4096))
    #expect(explorer.state.message.isEmpty)
    explorer.type("x")
    #expect(explorer.state.message == "a line has at most 4096 bytes")
    explorer.press("Enter")
    #expect(explorer.state.prompt == nil && explorer.state.message.hasPrefix("no command 'xxx"))
  }
}
