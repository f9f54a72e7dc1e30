import Canvas
import Chassis
import Commands
import Explorer
import Recordings
import Testing
import Timelines
import Verdicts

/// Steps, jumps, searches and marks on the built-in getpid: 216 steps, flips at 8 and 207, one event at 1.
@Suite struct NavigationTests {
  @Test(arguments: [
    ("Space", 1), ("Space Space", 2), ("1 0 Space", 10), ("1 0 Space b", 9), ("Right l Space", 3),
    ("5 Space Left h b", 2), ("2 0 0 Space 5 0 b", 150), ("G", 215), ("G g", 0), ("5 g", 5), ("1 2 0 g", 120),
    ("End Home", 0), ("n", 8), ("n n", 207), ("n n N", 8), ("2 n", 207), ("9 n", 207), ("G N", 207), ("G 2 N", 8),
    ("e", 1), ("G E", 1), ("e n", 1), ("f n", 8), ("f n n", 207), ("e Esc n", 8), ("j j j", 3), ("3 j k", 2),
    ("0 Space", 1),
  ])
  func keys(keys: String, number: Int) {
    var explorer = Exploring.builtIn()
    explorer.press(keys)
    #expect(explorer.number == number)
  }

  @Test(arguments: [
    ("b", "this is the first step"), ("G Space", "this is the last step"), ("G 9 9 9 Space", "this is the last step"),
    ("n n n", "no flip after this step"), ("N", "no flip before this step"),
    ("f", "no fault or leak after this step; o lists what would fault in the other half"),
    ("F", "no fault or leak before this step; o lists what would fault in the other half"),
    ("e e", "no event after this step"),
    ("]", "no marks; :mark NAME sets one"), ("%", "% does nothing here; ? lists the keys"),
    ("F9", "F9 does nothing here; ? lists the keys"),
    ("Tab", ""), ("Space", ""),
  ])
  func messages(keys: String, message: String) {
    var explorer = Exploring.builtIn()
    explorer.press(keys)
    #expect(explorer.state.message == message)
  }

  /// product.md: g and G stay at the ends, and say so, like steps over the end.
  @Test func theEndsHold() {
    var explorer = Exploring.builtIn()
    explorer.press("b b b")
    #expect(explorer.number == 0)
    explorer.press("9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 Space")
    #expect(explorer.number == 215)
    explorer.press("Space")
    #expect(explorer.number == 215)
    #expect(explorer.state.message == "this is the last step")
  }

  @Test(arguments: [
    ("120", 120, ""), ("0", 0, ""), ("215", 215, ""), ("216", 215, "there is no step 216; this is 215"),
    ("goto 1000", 215, "there is no step 1000; this is 215"), ("50%", 107, ""), ("0%", 0, ""), ("100%", 215, ""),
    ("99%", 212, ""), ("goto end", 215, ""), ("goto start", 0, ""), ("next flip", 8, ""), ("step 3", 3, ""),
    ("goto mark x", 0, "no mark 'x'; :mark NAME sets one"), ("fly", 0, "no command 'fly'; ? lists the commands"),
    ("   ", 0, ""), ("search pid.level", 0, ""),
  ])
  func prompt(text: String, number: Int, message: String) {
    var explorer = Exploring.builtIn()
    explorer.command(text)
    if !text.hasPrefix("search") { #expect(explorer.number == number) }
    #expect(explorer.state.message == message)
    #expect(explorer.state.prompt == nil)
  }

  @Test func searches() throws {
    var explorer = Exploring.builtIn()
    let steps = explorer.timeline.recording.steps
    explorer.press("/")
    explorer.type("swapgs")
    explorer.press("Enter")
    let matches = (1..<steps.count).filter {
      steps.site(at: $0).symbol.contains("swapgs") || steps.site(at: $0).instruction?.contains("swapgs") ?? false
    }
    #expect(explorer.state.step == matches[0])
    explorer.press("n")
    #expect(explorer.state.step == matches[1], "n repeats the search")
    explorer.press("N")
    #expect(explorer.state.step == matches[0])
    explorer.press("/ Enter")
    #expect(explorer.state.step == matches[1], "an empty search repeats the last")
    explorer.command("search no such thing")
    #expect(explorer.state.message == "'no such thing' is not found after this step")
    #expect(explorer.state.step == matches[1])
  }

  /// Places are searched too: the object and the member that an access touches.
  @Test func searchesForPlaces() {
    var explorer = Exploring.builtIn()
    explorer.command("search pid.level")
    #expect(explorer.state.verdict?.accesses.contains { $0.place.name == "pid.level" } == true)
    explorer.command("goto start")
    explorer.command("search pcpu_hot")
    #expect(explorer.number == 9)
  }

  @Test func marks() {
    var explorer = Exploring.builtIn()
    explorer.command("120")
    explorer.command("mark here")
    #expect(explorer.state.message == "mark 'here' at step 120")
    explorer.command("30")
    explorer.command("mark and there")
    explorer.press("]")
    #expect(explorer.number == 120)
    explorer.press("]")
    #expect(explorer.state.message == "no mark after this step")
    explorer.press("[ [")
    #expect(explorer.number == 30)
    explorer.command("goto mark here")
    #expect(explorer.number == 120)
    explorer.command("goto mark else")
    #expect(explorer.state.message == "no mark 'else'; there are and there, here")
    explorer.command("7")
    explorer.command("mark here")
    #expect(explorer.state.marks.steps == [7, 30], "a mark set again moves")
  }

  @Test func anUnderstoodCommandIsNoKey() {
    var explorer = Exploring.builtIn()
    explorer.update(.command(.next(.flip, 1)))
    #expect(explorer.number == 8)
    explorer.update(.command(.goto(.percent(100))))
    #expect(explorer.number == 215)
  }

  @Test func requests() {
    var explorer = Exploring.builtIn()
    #expect(explorer.press("q") == .quit)
    #expect(explorer.press("Ctrl-C") == .quit)
    #expect(explorer.press("Ctrl-Z") == .suspend)
    #expect(explorer.press("Ctrl-L") == .redraw)
    explorer.press("8 Space")
    #expect(explorer.press("y") == .copy("8 0xffffffff814000a0 entry_SYSCALL_64+0x20 mov cr3, rsp"))
    #expect(explorer.state.message == "copied to the clipboard (OSC 52)")
    #expect(explorer.command("quit") == .quit)
    #expect(explorer.press("Space") == nil)
  }

  /// Jumps in a recording with faults, leaks and several processes.
  @Test func otherRecordings() throws {
    var fault = try Exploring.sample("pti/pagefault.csv")
    fault.press("G F")
    #expect(fault.number == 0)
    fault.press("f")
    #expect(fault.state.message == "no fault or leak after this step; o lists what would fault in the other half")
    var leak = try Exploring.sample("nopti/getpid.csv")
    leak.press("n")
    #expect(leak.state.message == "no flips: one space maps everything (nopti)")
    leak.press("G")
    #expect(leak.state.verdict?.leaks.isLeak == true)
  }

  /// What a mark, or a way to one, costs does not grow with the number of marks.
  @Test(.timeLimit(.minutes(1))) func veryManyMarks() {
    var explorer = Exploring.builtIn()
    for number in 0..<20_000 {
      explorer.update(.command(.goto(.number(number % 100))))
      explorer.update(.command(.mark("m\(number)")))
    }
    for number in 0..<20_000 { explorer.update(.command(.goto(.mark("n\(number)")))) }
    #expect(explorer.state.message == "no mark 'n19999'; there are 20000 marks")
    explorer.update(.command(.goto(.mark("m12345"))))
    explorer.update(.command(.next(.mark, 3)))
    #expect(explorer.number == 48)
    explorer.update(.command(.mark("m48")))
    #expect(explorer.state.marks.steps == Array(0..<100))
  }
}
