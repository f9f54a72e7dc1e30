import Canvas
import Captures
import Chassis
import Commands
import Execution
import Explorer
import Isolation
import PageTables
import Recordings
import ScenarioModel
import TestSupport
import Testing
import Timelines
import Verdicts

/// What a user changes about a scenario: design, switches, injections; and what undo gives back.
@Suite struct ScenarioTests {
  /// Steps that are the same in two timelines: all that a screen shows of them.
  private func expectEqual(
    _ a: Timeline, _ b: Timeline, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(a.run?.setup == b.run?.setup, sourceLocation: sourceLocation)
    #expect(a.count == b.count, sourceLocation: sourceLocation)
    #expect(a.flips == b.flips, sourceLocation: sourceLocation)
    #expect(a.events == b.events, sourceLocation: sourceLocation)
    for step in 0..<min(a.count, b.count) {
      #expect(a.recording.steps.site(at: step) == b.recording.steps.site(at: step), sourceLocation: sourceLocation)
      #expect(a.machine(at: step) == b.machine(at: step), sourceLocation: sourceLocation)
      #expect(
        a.run?.moment(at: step) == b.run?.moment(at: step), sourceLocation: sourceLocation)
    }
    let last = a.count - 1
    #expect(
      a.run?.system(at: last) == b.run?.system(at: last), sourceLocation: sourceLocation)
  }

  private func symbol(_ explorer: Explorer) -> String {
    explorer.timeline.recording.steps.site(at: explorer.state.step).symbol
  }

  // MARK: Done when

  /// A newcomer's way: first flip, why, pti, an NMI in the entry window, undo, what leaks to whom.
  @Test func theWayOfANewcomer() throws {
    var explorer = try Exploring.first()
    explorer.press("n")
    #expect(explorer.number == 38)
    #expect(explorer.screen().contains { $0.contains("WHY   step 46 reads inode.i_size: #PF 0x0 in E, not present") })
    explorer.press("d")
    #expect(explorer.timeline.spaces.design == .pti)
    #expect(explorer.timeline.event(at: explorer.state.step)?.name == "syscall read")
    explorer.press("g n")
    #expect(explorer.timeline.event(at: explorer.state.step)?.name == "syscall getpid")
    #expect(explorer.screen().contains { $0.contains("FLIP  U>K") })
    explorer.press("b b")
    let before = explorer
    explorer.press("i Enter")
    #expect(explorer.timeline.event(at: explorer.state.step)?.kind == .nmi)
    #expect(explorer.machine.cpl == 0)
    #expect(explorer.space?.name == "U")
    explorer.press("n")
    #expect(symbol(explorer) == "paranoid_entry+0x5d")
    explorer.press("u")
    expectEqual(explorer.timeline, before.timeline)
    #expect(explorer.state.step == before.state.step)
    explorer.press("d G v")
    #expect(explorer.timeline.spaces.design == .nopti)
    #expect(explorer.screen().contains { $0.contains("◆ Meltdown: reads PK (private kernel data)") })
    #expect(explorer.screen().contains { $0.contains("user code of process A") })
  }

  // MARK: The same moment

  @Test(arguments: [
    ("n d", "do_syscall_64+0x17"), ("n d d", "do_syscall_64+0x17"), ("n d d d d d", "gate_syscall+0x20"),
    ("1 5 Space d d", "__task_pid_nr_ns+0x4"), ("4 8 Space d", "shmem_file_read_iter+0xc"),
    ("2 6 Space d d", "user_main+0x10"),
    ("6 1 Space d", "user_main+0x20"), ("G d", "user_main+0x12"), ("d d g", "user_main+0x10"),
  ])
  func theSameMoment(keys: String, symbol expected: String) throws {
    var explorer = try Exploring.first()
    explorer.press(keys)
    #expect(symbol(explorer) == expected)
  }

  /// Any moment, any two designs: the event is the same, and coming back comes back.
  @Test func everyMomentIsFoundAgain() throws {
    let start = try Exploring.first()
    for design in Design.all {
      for step in stride(from: 0, to: start.timeline.count, by: 4) {
        var explorer = start
        explorer.update(.command(.goto(.number(step))))
        explorer.update(.command(.design(design)))
        #expect(explorer.timeline.event(at: explorer.state.step)?.name == start.timeline.event(at: step)?.name)
        explorer.update(.command(.design(.unified)))
        #expect(explorer.state.step == step)
        expectEqual(explorer.timeline, start.timeline)
      }
    }
  }

  /// All marks move at once, each to where the step alone would go.
  @Test(arguments: ["getpid", "nmi-entry-window", "context-switch", "smt-siblings"])
  func everyMarkIsFoundAgain(scenario: String) throws {
    let run = Timeline(try InputFile.open(TestSupport.sample("scenarios/\(scenario).yaml")))
    let start = Explorer(run, shellName: "", size: Size(width: 80, height: 24))
    let steps = Array(0..<start.timeline.count)
    for design in Design.all where design != start.timeline.spaces.design {
      var marked = start
      for step in steps {
        marked.update(.command(.goto(.number(step))))
        marked.update(.command(.mark("m\(step)")))
      }
      marked.update(.command(.design(design)))
      for step in stride(from: 0, to: steps.count, by: 7) {
        var alone = start
        alone.update(.command(.goto(.number(step))))
        alone.update(.command(.design(design)))
        #expect(marked.state.marks["m\(step)"] == alone.state.step, "\(design) \(step)")
      }
    }
  }

  /// What was put in stays at its moment under another design.
  @Test func injectionsMoveAlong() throws {
    var explorer = try Exploring.first()
    explorer.command("15")
    explorer.command("inject nmi")
    explorer.command("design pti")
    let nmi = try #require(explorer.timeline.events.first { $0.kind == .nmi })
    let before = explorer.timeline.recording.steps.site(at: nmi.firstStep - 1).symbol
    #expect(before == "__x64_sys_getpid+0xc")
    #expect(explorer.run?.setup.injections.count == 1)
  }

  // MARK: Undo

  /// After any changes, undoing all gives the scenario back as it was opened, and each one the step it was made at.
  @Test func undoGivesEverythingBack() throws {
    let start = try Exploring.first()
    withSeeds(12) { random in
      var explorer = start
      var history: [(step: Int, setup: ScenarioRun.Setup?)] = []
      for _ in 0..<8 {
        explorer.update(.command(.goto(.percent(random.number(0...100)))))
        let before = (step: explorer.state.step, setup: explorer.run?.setup)
        let count = explorer.state.undo.count
        explorer.update(.command(random.pick(Self.changes, or: .nextDesign)))
        if explorer.state.undo.count > count { history.append(before) }
        #expect(explorer.state.undo.count == history.count)
      }
      for point in history.reversed() {
        explorer.press("u")
        #expect(explorer.state.step == point.step)
        #expect(explorer.run?.setup == point.setup)
      }
      expectEqual(explorer.timeline, start.timeline)
      explorer.press("u")
      #expect(explorer.state.message == "nothing to undo: this is the scenario as it was opened")
    }
  }

  private static let changes: [Command] =
    [
      .nextDesign, .design(.pti), .inject(.nmi, nil), .inject(.nmi, "nmi-exposed"), .inject(.irq, nil),
      .inject(.irq, "tick"), .inject(.fault, nil), .inject(.fault, "double-fault"),
    ]
    + Settings.keys.flatMap { key in key.values.map { Command.set(key: key.name, value: $0) } }

  // MARK: Switches and messages

  @Test(arguments: [
    ("set pti-text on", "pti-text needs pcid off: Linux maps kernel text only without PCIDs"),
    ("set pcid on", "it is so already"),
    ("set verw off", "verw is off now; on means: VERW clears buffers at the return to user code"),
    ("design unified", "it is so already"),
    ("probe page cache", "page cache: CPL 3 read: fault in E, fault in P"),
    ("probe page cache 0", "page cache: CPL 0 read: fault in E, ok in P"),
    ("probe jiffies", "jiffies: CPL 3 read: fault in E, fault in P; Meltdown reads it, but it is no secret"),
    ("probe 0x60001000", "CPL 3 read: ok in E, ok in P"),
    ("probe moon", "probe: 'moon' is neither an address nor a name of the scenario"),
  ])
  func messages(text: String, message: String) throws {
    var explorer = try Exploring.first()
    explorer.command(text)
    #expect(explorer.state.message == message)
  }

  @Test func meltdownReadsWhatNoptiMaps() throws {
    var explorer = try Exploring.first()
    explorer.press("d d")
    explorer.command("probe page cache")
    #expect(
      explorer.state.message
        == "page cache: CPL 3 read: fault in K; Meltdown reads it in K all the same")
  }

  /// The menu of switches goes through the same command.
  @Test func theMenuOfSwitches() throws {
    var explorer = try Exploring.first()
    explorer.press("t j Enter")
    #expect(explorer.run?.setup.settings.verw == false)
    #expect(explorer.state.overlay == .toggles)
    #expect(explorer.screen()[0].contains("verw off"))
    explorer.press("Enter")
    #expect(explorer.run?.setup.settings.verw == true)
    explorer.press("Esc u u")
    #expect(explorer.run?.setup == ScenarioRun.Setup(.first))
  }

  /// A click on a row of a menu chooses it; one beside it changes nothing behind the menu.
  @Test func clicksInAMenu() throws {
    var explorer = try Exploring.first()
    explorer.press("t")
    explorer.press("Click@5,\(explorer.layout.body.y + 2)")
    #expect(explorer.run?.setup.settings.verw == false)
    explorer.press("Esc v")
    explorer.press("Click@5,\(explorer.layout.body.y + 5)")
    #expect(explorer.state.step == 0)
  }

  /// A flip that no access asks for says what it is.
  @Test func theEndOfAnNMI() throws {
    var explorer = try Exploring.first()
    explorer.press("d 2 Space i Enter 2 n")
    #expect(explorer.timeline.flip(at: explorer.state.step)?.to.name == "U")
    #expect(explorer.screen().contains { $0.contains("WHY   gives back the CR3 that was interrupted") })
  }

  /// Private data is private under every design, whether user code's space maps it or not.
  @Test func theMapKnowsTheSections() throws {
    var explorer = try Exploring.first()
    for design in Design.all {
      explorer.update(.command(.design(design)))
      let rows = try #require(explorer.state.map?.rows)
      #expect(rows.first { $0.name == "page cache" }?.pageClass == .private)
      #expect(rows.first { $0.name == "task" }?.pageClass == .exposed)
      #expect(rows.first { $0.name == "page cache" }?.rights[0]?.letters == (design == .nopti ? "rw-" : nil))
    }
  }

  @Test(arguments: [
    ("d", "only a scenario is run again; 'steps FILE --design D' runs the events of a log"),
    ("i", "only a scenario can be changed; this was recorded"),
    ("t", "only a scenario can be changed; this was recorded"),
    ("u", "only a scenario can be changed; this was recorded"),
    ("v", ""), ("T", ""), ("B", ""), ("D", ""),
  ])
  func aRecordingIsNoScenario(key: String, message: String) {
    var explorer = Exploring.builtIn()
    explorer.press(key)
    #expect(explorer.state.message == message)
    #expect(!explorer.screen().isEmpty)
  }
}
