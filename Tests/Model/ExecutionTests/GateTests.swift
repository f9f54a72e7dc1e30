import Execution
import Isolation
import Recordings
import ScenarioModel
import Testing
import Timelines

/// What gates and missing gates do, and what is none.
struct GateTests {
  private static func run(_ acts: [KernelFunction.Act], _ change: (inout Scenario) -> Void = { _ in }) throws
    -> Timeline
  {
    try Running.timeline(.unified, [ScenarioEvent(.syscall("peek"))]) { scenario in
      scenario.functions += [
        KernelFunction("peek", section: ".text..exposed", acts),
        KernelFunction("lookup", [.read("super_block.s_flags")]), KernelFunction("nothing", []),
      ]
      scenario.data.append(DataObject("constant", section: ".rodata"))
      scenario.entries.append(EntryPoint("peek", .syscall, function: "peek", marking: .exposed))
      scenario.settings.faults = .lenient
      change(&scenario)
    }
  }

  private static func faults(_ timeline: Timeline) -> [String] {
    (0..<timeline.count).compactMap { index in
      let steps = timeline.recording.steps
      return steps.note(at: index)?.flags.contains(.faults) == true ? steps.site(at: index).symbol : nil
    }
  }

  /// A lenient kernel goes on in the private space up to the exit: the end of a gate that took nothing gives
  /// nothing back.
  @Test(arguments: [Settings.GatePolicy.sticky, .scoped])
  func aGateGivesBackWhatItTook(gates: Settings.GatePolicy) throws {
    let timeline = try Self.run([.read("inode.i_size"), .callThroughGate("lookup"), .read("inode.i_size")]) {
      $0.settings.gates = gates
    }
    #expect(Self.faults(timeline) == ["peek+0x4"])
    #expect(timeline.flips.map(\.site) == ["gate_page_fault+0x20", "syscall_return_via_sysret+0x81"])
  }

  @Test func aScopedGate() throws {
    let timeline = try Self.run([.callThroughGate("lookup"), .read("inode.i_size")]) { $0.settings.gates = .scoped }
    #expect(Self.faults(timeline) == ["peek+0x8"])
    #expect(
      timeline.flips.map(\.site) == [
        "gate_call+0x20", "gate_return+0x20", "gate_page_fault+0x20", "syscall_return_via_sysret+0x81",
      ])
  }

  /// A write to read-only data of the exposed space is no missing gate, so that nothing is upgraded.
  @Test func aRefusedWrite() throws {
    let timeline = try Self.run([.write("constant")])
    // The fault handler is private.
    #expect(timeline.flips.map(\.site) == ["gate_page_fault+0x20"])
    #expect(timeline.run?.halt == .stopped("BUG in peek: a pointer leads nowhere"))
  }

  /// A function that does nothing is fetched: under a split text that is a fault.
  @Test func aFunctionThatDoesNothing() throws {
    #expect(Self.faults(try Self.run([.call("nothing")])) == [])
    #expect(Self.faults(try Self.run([.call("nothing")]) { $0.settings.text = .split }) == ["nothing"])
  }

  /// An act stands at the same address under every design.
  @Test(arguments: Design.all)
  func addresses(design: Design) throws {
    let timeline = try Running.timeline(design, [ScenarioEvent(.syscall("peek"))]) { scenario in
      scenario.functions.append(KernelFunction("lookup", [.read("super_block.s_flags")]))
      scenario.functions.append(KernelFunction("peek", [.callThroughGate("lookup"), .read("jiffies")]))
      scenario.entries.append(EntryPoint("peek", .syscall, function: "peek"))
    }
    #expect(timeline.step(at: "peek+0x4") != nil)
    #expect(timeline.step(at: "peek+0x8") != nil)
  }
}
