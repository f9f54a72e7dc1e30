import Captures
import Execution
import Isolation
import PageTables
import Recordings
import ScenarioModel
import TestSupport
import Testing
import Timelines
import Verdicts

/// Why a flip is made: the first access after it that the space before it would not have allowed.
@Suite struct FlipReasonTests {
  @Test func theBuiltInGetpid() throws {
    let judge = Judge(Timeline(BuiltIn.recording()))
    let flips = judge.timeline.flips
    try #require(flips.count == 2)
    let into = try #require(judge.reason(for: flips[0]))
    #expect(into.step == 9)
    #expect(into.access.access.kind == .read)
    #expect(into.access.place.name == "pcpu_hot.top_of_stack")
    #expect(into.access.place.region == "per-CPU area")
    #expect(into.before.space.name == "U")
    #expect(into.before.check.fault?.errorCode.rawValue == 0x0)
    #expect(into.before.check.fault?.deniedBy == .pt)
    // Back: the first fetch at CPL 3 would meet XD under the kernel CR3.
    let out = try #require(judge.reason(for: flips[1]))
    #expect(judge.timeline.recording.steps.cpl(at: out.step) == 3)
    #expect(out.access.access == Access(.fetch, .user))
    #expect(out.before.space.name == "K")
    #expect(out.before.check.fault?.errorCode.rawValue == 0x15)
  }

  /// The reason lies before the next flip, or there is none.
  @Test func nothingNeedsAFlipThatIsUndoneAtOnce() throws {
    var machine = try SmallMachine()
    machine.step(SmallMachine.userText, cpl: 3, cr3: SmallMachine.userCR3)
    machine.step(SmallMachine.entryText, cpl: 0, cr3: SmallMachine.userCR3)
    machine.step(SmallMachine.entryText, cpl: 0, cr3: SmallMachine.kernelCR3)
    machine.step(SmallMachine.userText, cpl: 3, cr3: SmallMachine.userCR3)
    let judge = machine.judge()
    let flips = judge.timeline.flips
    try #require(flips.map(\.step) == [1, 2])
    #expect(judge.reason(for: flips[0]) == nil)
    #expect(judge.reason(for: flips[1])?.step == 3)
  }

  /// The last row of a log may be the one that flips into it.
  @Test func aFlipAtTheEnd() throws {
    var machine = try SmallMachine()
    machine.step(SmallMachine.entryText, cpl: 0, cr3: SmallMachine.kernelCR3)
    machine.step(SmallMachine.userText, cpl: 3, cr3: SmallMachine.userCR3)
    let judge = machine.judge()
    try #require(judge.timeline.flips.map(\.step) == [0])
    #expect(judge.reason(for: judge.timeline.flips[0])?.step == 1)
    #expect(
      machine.judge(hasTables: false).timeline.flips.first.flatMap {
        machine.judge(hasTables: false).reason(for: $0)
      } == nil)
  }

  @Test func aProcessSwitchHasNoReasonInTheOldSpace() throws {
    let facts = try #require(CaptureFacts.all.first { $0.name == "pti/switch" })
    let judge = Judge(try facts.timeline())
    for flip in judge.timeline.flips where flip.from.process != flip.to.process {
      #expect(judge.reason(for: flip) == nil)
    }
  }

  /// Two CPUs flip at the same time: each for a reason of its own.
  @Test(arguments: [Design.pti, .asi3, .unified])
  func theReasonIsOfTheSameCPU(design: Design) throws {
    var scenario = Scenario(
      name: "two", design: design, events: [.init(.syscall("read")), .init(.syscall("read"), cpu: 1)])
    scenario.threads.append(.init("T", process: 0, cpu: 1))
    let timeline = Timeline(try ScenarioRun.record(ScenarioRun.Setup(scenario)))
    let judge = Judge(timeline)
    #expect(Set(timeline.flips.map { timeline.cpu(at: $0.step) }) == [0, 1])
    for flip in timeline.flips where flip.to.letter == .private {
      let reason = try #require(judge.reason(for: flip))
      #expect(timeline.cpu(at: reason.step) == timeline.cpu(at: flip.step))
    }
  }

  /// asi3 enters its third space to have less mapped: no access asks for it.
  @Test func nothingNeedsTheThirdSpace() throws {
    let scenario = Scenario(name: "one", design: .asi3, events: [.init(.syscall("read"))])
    let judge = Judge(Timeline(try ScenarioRun.record(ScenarioRun.Setup(scenario))))
    let reasons = judge.timeline.flips.map { ("\($0.from.name)>\($0.to.name)", judge.reason(for: $0) != nil) }
    #expect(reasons.map(\.0) == ["U>K", "K>I", "I>K", "K>U"])
    #expect(reasons.map(\.1) == [true, false, true, true])
  }

  /// Without recorded accesses only the next step's fetch can be told to be the first.
  @Test(arguments: [true, false]) func withoutAccesses(isNext: Bool) throws {
    var machine = try SmallMachine(hasAccesses: false)
    machine.step(SmallMachine.entryText, cpl: 0, cr3: SmallMachine.kernelCR3)
    if !isNext { machine.step(SmallMachine.entryText, cpl: 0, cr3: SmallMachine.userCR3) }
    machine.step(SmallMachine.userText, cpl: 3, cr3: SmallMachine.userCR3)
    let judge = machine.judge()
    let flip = try #require(judge.timeline.flips.first)
    #expect(judge.reason(for: flip)?.step == (isNext ? 1 : nil))
  }
}
