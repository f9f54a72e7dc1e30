import Diagnostics
import Execution
import Isolation
import Recordings
import ScenarioModel
import Synchronization
import TestSupport
import Testing

/// Counting without steps: what is not run again is counted all the same, and little is run.
struct CountingTests {
  /// Events of either CPU, repeated so many times.
  private static func setup(
    _ events: [ScenarioEvent], times: Int, _ change: (inout Scenario) -> Void = { _ in }
  ) -> ScenarioRun.Setup {
    var scenario = Scenario(name: "repeated", events: Array(repeatElement(events, count: times).joined()))
    change(&scenario)
    return ScenarioRun.Setup(scenario)
  }

  /// Random scenarios, repeated whole and in part, counted with much, little and no memory.
  @Test func sameAsEveryStep() throws {
    try withSeeds(25) { random in try Self.countRandomly(&random) }
  }

  private static func countRandomly(_ random: inout SplitMix64) throws {
    var setup = RandomScenarios.setup(&random, hasSibling: random.oneIn(2))
    let inner = Array(setup.scenario.events.prefix(random.number(0...3)))
    let group = setup.scenario.events + repeatElement(inner, count: random.number(0...4)).joined()
    setup.scenario.events = Array(repeatElement(group, count: random.number(2...12)).joined())
    let steps = try ScenarioCount(setup, memory: 0).counts[.steps]
    let injections = (0..<random.number(0...3)).map { _ in RandomScenarios.injection(steps, &random) }
    setup.injections = random.oneIn(2) ? injections.sorted { $0.step < $1.step } : []
    for design in Design.all where setup.settings.problem(under: design) == nil {
      setup.design = design
      let every = try ScenarioCount(setup, memory: 0)
      #expect(every.stepsMade >= every.counts[.steps] - 1)
      for memory in [ScenarioCount.memoryLimit, random.number(50...2000)] {
        let found = try ScenarioCount(setup, memory: memory)
        #expect(found.counts == every.counts && found.moments == every.moments && found.halt == every.halt)
      }
      let run = try ScenarioRun.record(setup)
      #expect(run.recording.steps.count == every.counts[.steps])
      #expect(run.events.count == every.counts[.kernelEntries])
      #expect(run.halt == every.halt)
    }
  }

  /// System calls that differ in nothing but their names are found to repeat: a log may have one for each of its rows.
  @Test(arguments: Design.all) func namesDoNotMatter(design: Design) throws {
    for acts: [KernelFunction.Act] in [[.read("inode.i_size")], [.read("jiffies")], [.badPointer]] {
      var made: [Int] = []
      for count in [60, 120] {
        let names = (0..<count).map { "call\($0)" }
        var setup = Self.setup(names.map { ScenarioEvent(.syscall($0)) }, times: 1) { scenario in
          scenario.functions.append(KernelFunction("work", acts))
          scenario.entries += names.map { EntryPoint($0, .syscall, function: "work") }
        }
        setup.design = design
        let every = try ScenarioCount(setup, memory: 0)
        let found = try ScenarioCount(setup)
        #expect(found.counts == every.counts && found.moments == every.moments && found.halt == every.halt)
        made.append(found.stepsMade)
      }
      #expect(made[0] == made[1])
    }
  }

  /// A group on one CPU and on two costs no more steps the more often it is repeated.
  @Test(arguments: Design.all) func repetitionIsFound(design: Design) throws {
    let calls = ["getpid", "read"].map { ScenarioEvent(.syscall($0)) }
    let one = calls + [.init(.interrupt("timer")), .init(.demandFault)]
    let two = [ScenarioEvent(.syscall("read")), ScenarioEvent(.syscall("read"), cpu: 1)]
    for (events, hasSibling) in [(one, false), (two, true), (one + two, true)] {
      var made: [Int] = []
      for times in [60, 120] {
        var setup = Self.setup(events, times: times) { scenario in
          if hasSibling { scenario.threads.append(.init("B", process: 0, cpu: 1)) }
          scenario.settings.sync = .async
          scenario.settings.kernelProtect = true
        }
        setup.design = design
        made.append(try ScenarioCount(setup).stepsMade)
      }
      #expect(made[0] == made[1] && made[0] < 16_000, "\(made)")
    }
  }

  /// What is put in late does not keep what comes before it from being repeated.
  @Test func injectionIsNoObstacle() throws {
    var setup = Self.setup([ScenarioEvent(.syscall("read"))], times: 2000)
    let steps = try ScenarioCount(setup).counts[.steps]
    setup.injections = [Injection(step: steps / 2, ScenarioEvent(.nmi("nmi")))]
    let count = try ScenarioCount(setup)
    #expect(count.stepsMade < 1000 && count.counts[.kernelEntries] == 2001)
  }

  /// What comes during an event, and what has to wait until interrupts are on, comes all of it and in order.
  @Test(arguments: ["vfs_read", "entry_SYSCALL_64+0x7"]) func manyInOneEvent(place: String) throws {
    let names = ["timer", "tick"]
    let during = (0..<300).map { number -> ScenarioEvent.Nested in
      .init(at: place, ScenarioEvent(.interrupt(names[number / 7 % 2])))
    }
    let setup = Self.setup([ScenarioEvent(.syscall("read"), during: during)], times: 1)
    let events = try ScenarioRun.record(setup).events
    #expect(events.count == 301 && events[0].name == "syscall read")
    #expect(events.dropFirst().enumerated().allSatisfy { $1.name.hasSuffix(names[$0 / 7 % 2]) })
    #expect(try ScenarioCount(setup).counts[.kernelEntries] == 301)
  }

  /// A run that nobody wants any more ends with what it has.
  @Test func interruption() throws {
    let asked = Atomic(0)
    let setup = Self.setup([ScenarioEvent(.syscall("read"))], times: 100_000)
    let count = try ScenarioCount(
      setup,
      progress: WorkProgress { done, all in
        #expect(done > 0 && done < 100_000 && all == 100_000)
        return asked.add(1, ordering: .relaxed).newValue < 3
      })
    guard case .stopped(let reason) = count.halt else { Issue.record("it ran to the end"); return }
    let words = reason.split(separator: " ").map(String.init)
    let done = try #require(words.compactMap(Int.init).first)
    #expect(reason == "it was interrupted after \(done) of 100000 events")
    #expect(abs(count.counts[.kernelEntries] - done) <= 1)
  }
}
