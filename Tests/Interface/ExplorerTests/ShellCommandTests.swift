import Chassis
import Explorer
import Testing

/// The shell command that shows what is on the screen.
@Suite struct ShellCommandTests {
  @Test func shellCommands() throws {
    var explorer = try Exploring.first()
    explorer.press("d x")
    #expect(explorer.state.message == "cr3scope steps --design pti --from 0 --to 0")
    explorer.command("set verw off")
    explorer.command("inject nmi")
    explorer.press("x")
    #expect(
      explorer.state.message
        == #"printf '%s\n' 'design pti' 'set verw off' 'goto 0' 'inject nmi nmi' 'goto 0' | "#
        + "cr3scope replay - --format text --stop end")
    explorer.press("u x")
    #expect(explorer.state.message == "cr3scope steps --design pti --set verw=off --from 0 --to 0")
  }

  /// What lies over the panes is what is asked for.
  @Test(arguments: [
    ("D x", "cr3scope derive"), ("d C x", "cr3scope check --design pti"),
    ("c x", "cr3scope compare --design unified --design pti"), ("v x", "cr3scope steps --from 0 --to 0 --format json"),
    ("? x", "cr3scope help keys"), ("T x", "cr3scope steps --from 0 --to 0"),
  ])
  func shellCommandsOfPanes(keys: String, command: String) throws {
    var explorer = try Exploring.first()
    explorer.press(keys)
    #expect(explorer.state.message == command)
  }
}
