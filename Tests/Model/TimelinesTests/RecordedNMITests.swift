import Execution
import Isolation
import PageTables
import Recordings
import ScenarioModel
import Testing
import Timelines

/// NMIs as a real kernel would be recorded, written by hand after semantics.md 1.3, given to the model as events.
struct RecordedNMITests {
  typealias Row = (symbol: String, cpl: Int, cr3: UInt64)

  private static let kernel: UInt64 = 0x53e000
  private static let user: UInt64 = 0x53f000

  /// Rows of a plain log: a symbol, its CPL and CR3; an NMI's first row says that it was delivered.
  private static func timeline(_ rows: [Row]) -> Timeline {
    var made = HandMade()
    for (symbol, cpl, cr3) in rows {
      let isDelivery = symbol == "asm_exc_nmi"
      let isReturn = ["native_irq_return_iret", "nmi_restore+0x25"].contains(symbol)
      made.step(
        symbol, cpl: cpl, cr3: cr3, instruction: isReturn ? "iretq" : symbol.hasSuffix("sysretq") ? "sysretq" : "nop",
        note: isDelivery ? StepNote(text: "delivery vec 2", flags: .delivery, vector: 2) : nil)
    }
    return made.timeline
  }

  private static func flips(_ timeline: Timeline) -> [String] {
    timeline.flips.map {
      "\($0.from.name)>\($0.to.name) \($0.site.prefix { $0 != "+" }) CPL \(timeline.recording.steps.cpl(at: $0.step))"
    }
  }

  private static let entry: [Row] = [
    ("user", 3, user), ("entry_SYSCALL_64", 0, user), ("entry_SYSCALL_64+0x4", 0, user),
  ]
  private static let body: [Row] = [
    ("entry_SYSCALL_64+0x20", 0, user), ("do_syscall_64", 0, kernel), ("__x64_sys_getpid", 0, kernel),
  ]
  private static let exit: [Row] = [
    ("syscall_return_via_sysret+0x81", 0, kernel), ("entry_SYSRETQ_unsafe_stack", 0, user),
    ("entry_SYSRETQ_unsafe_stack+0xa sysretq", 0, user), ("user", 3, user),
  ]
  /// In the window before the flip and behind the one back: CR3 is saved, changed and given back.
  private static let paranoid: [Row] = [
    ("asm_exc_nmi", 0, user), ("paranoid_entry+0x5d", 0, user), ("exc_nmi", 0, kernel),
    ("end_repeat_nmi+0x46", 0, kernel), ("nmi_restore+0x25", 0, user),
  ]
  /// In the kernel proper: nothing is written.
  private static let quiet: [Row] = [
    ("asm_exc_nmi", 0, kernel), ("paranoid_entry+0x5d", 0, kernel), ("exc_nmi", 0, kernel),
    ("end_repeat_nmi+0x46", 0, kernel), ("nmi_restore+0x25", 0, kernel),
  ]
  private static let fromUser: [Row] = [
    ("user", 3, user), ("asm_exc_nmi", 0, user), ("asm_exc_nmi+0x2b", 0, user), ("exc_nmi", 0, kernel),
    ("swapgs_restore_regs_and_return_to_usermode+0xc2", 0, kernel), ("native_irq_return_iret", 0, user),
    ("user", 3, user),
  ]

  private static func joined(_ parts: [[Row]]) -> [Row] { parts.flatMap { $0 } }

  @Test(arguments: [
    joined([entry, paranoid, body, exit]), joined([entry, body, quiet, exit]),
    joined([entry, body, Array(exit.prefix(2)), paranoid, Array(exit.suffix(2))]), fromUser,
    joined([entry, body, exit, Array(fromUser.dropFirst()), Array(entry.dropFirst()), body, exit]),
  ])
  func flipsAreReproduced(rows: [Row]) throws {
    let recorded = Self.timeline(rows)
    try #require(recorded.spaces.design == .pti)
    let modelled = Timeline(try ScenarioRun.record(ScenarioRun.Setup(try Scenario(eventsOf: recorded))))
    #expect(Self.flips(modelled) == Self.flips(recorded))
    #expect(modelled.events.map(\.kind) == recorded.events.map(\.kind))
    #expect(modelled.events.map(\.fromCPL) == recorded.events.map(\.fromCPL))
  }

  /// More than can be modelled is refused, and takes no time.
  @Test func limits() throws {
    var processes = HandMade()
    for process in 0..<20 { processes.step("user", cpl: 3, cr3: 0x10_0000 + UInt64(process) * 0x2000) }
    #expect(throws: ScenarioError.tooManyProcesses(20)) { try Scenario(eventsOf: processes.timeline) }
    let deep = Self.joined([Self.entry, Self.body] + Array(repeating: Array(Self.quiet.prefix(2)), count: 100))
    #expect(throws: ScenarioError.impossible("kernel entries are nested more than 64 deep")) {
      try Scenario(eventsOf: Self.timeline(deep))
    }
  }
}
