import Diagnostics
import Isolation
import Recordings
import ScenarioModel

/// Finds a recording's events: kernel entries by their place in each other, and switches of the process.
struct RecordedEvents {
  /// Entries that the standard kernel does not have.
  private(set) var entries: [EntryPoint] = []
  /// The functions of these entries: private work.
  private(set) var functions: [KernelFunction] = [
    KernelFunction(Self.standIn, [.read("inode.i_size")])
  ]
  /// What stands for work that the model does not know.
  private static let standIn = "recorded_work"
  /// A thread a process, in the order of appearance.
  private(set) var threads: [Scenario.Thread] = []
  /// The positions of the events that came in user code.
  private(set) var topLevel: [Int] = []

  /// How many events were read, and the names of those whose work the model does not know, each once.
  private var counts = (all: 0, unknown: 0)
  private var unknownNames: Set<String> = []
  /// The first of these names.
  private var firstUnknown: [String] = []
  /// More are not told.
  private static let toldLimit = 8
  /// The event in which the recording ends; nil if it ends in user code.
  private var lastEvent: KernelEvent?

  private let timeline: Timeline
  /// The entries of the standard kernel and those that are added.
  private var table: EntryNames
  /// The process of each CR3 value of the steps; nil for none.
  private let processes: [Int?]
  /// By event: the first step from its own on at which its process runs user code; nil if there is none.
  private let returns: [Int?]
  /// By event: those that came inside of it.
  private var inside: [Int: [(step: Int, kind: Inner)]] = [:]

  private enum Inner {
    case event(Int)
    case schedule(process: Int)
    case end
  }

  init(_ timeline: Timeline) {
    self.timeline = timeline
    table = EntryNames(StandardKernel.entries)
    processes = timeline.recording.steps.cr3s.map { timeline.spaces.space(of: $0)?.process }
    returns = Self.returns(in: timeline, processes)
  }

  /// Finds where each event's process runs user code again, in one pass from the end.
  private static func returns(in timeline: Timeline, _ processes: [Int?]) -> [Int?] {
    let steps = timeline.recording.steps
    var returns = [Int?](repeating: nil, count: timeline.events.count)
    var next: [Int?: Int] = [:]
    var event = timeline.events.count - 1
    for index in (0..<steps.count).reversed() {
      let process = processes[steps.cr3Index(at: index)]
      if steps.cpl(at: index) == 3 { next[process] = index }
      while event >= 0, timeline.events[event].firstStep == index {
        returns[event] = next[process]
        event -= 1
      }
    }
    return returns
  }

  mutating func read(processes: Int) {
    for process in 0..<processes { threads.append(thread(process)) }
    for (position, event) in timeline.events.enumerated() {
      if event.fromCPL == 3 {
        topLevel.append(position)
      } else if let outer = outerEvent(of: event.firstStep) {
        inside[outer, default: []].append((event.firstStep, .event(position)))
      }
    }
    for flip in timeline.flips where flip.from.process != flip.to.process {
      guard let outer = timeline.event(at: flip.step) else { continue }
      inside[outer.number - 1, default: []].append((flip.step, .schedule(process: flip.to.process)))
    }
    let last = timeline.count - 1
    if timeline.hasSteps, timeline.recording.steps.cpl(at: last) != 3, let outer = timeline.event(at: last) {
      inside[outer.number - 1, default: []].append((last, .end))
      lastEvent = outer
    }
  }

  /// What is made up of the recording's events, and what is not.
  var notices: [Notice] {
    var notices: [Notice] = []
    if counts.unknown > 0 {
      let names = firstUnknown.joined(separator: ", ")
      let rest = unknownNames.count - firstUnknown.count
      let more = rest > 0 ? " and \(rest) more" : ""
      let entries = counts.all == 1 ? "1 kernel entry is" : "\(counts.all) kernel entries are"
      notices.append(
        Notice(
          .warning, "\(counts.unknown) of \(entries) not of this model: assumed to need private data (\(names)\(more))")
      )
    }
    if let lastEvent {
      notices.append(
        Notice(.warning, "the log ends inside event \(lastEvent.number) (\(lastEvent.name)): the rest of it is not run")
      )
    }
    return notices
  }

  /// Counts an event, with the function that stands for its work.
  private mutating func count(_ event: KernelEvent) {
    counts.all += 1
    guard function(of: event) == Self.standIn else { return }
    counts.unknown += 1
    let name = event.name.hasPrefix("syscall ") ? String(event.name.dropFirst(8)) : event.name
    if unknownNames.insert(name).inserted && firstUnknown.count < Self.toldLimit { firstUnknown.append(name) }
  }

  /// An event with all that happened inside of it.
  mutating func event(at position: Int, depth: Int) throws(ScenarioError) -> ScenarioEvent {
    guard depth < 64 else { throw .impossible("kernel entries are nested more than 64 deep") }
    let recorded = timeline.events[position]
    var event = ScenarioEvent(kind(of: recorded))
    count(recorded)
    event.returnsWithIret = recorded.kind == .syscall && returnsWithIret(position)
    for inner in (inside[position] ?? []).sorted(by: { $0.step < $1.step }) {
      let place = place(ofStep: inner.step, in: position)
      switch inner.kind {
      case .event(let number): event.during.append(.init(at: place, try self.event(at: number, depth: depth + 1)))
      case .schedule(let process):
        event.during.append(.init(at: place, ScenarioEvent(.schedule(threads[process].name))))
      case .end: event.during.append(.init(at: place, ScenarioEvent(.end)))
      }
    }
    return event
  }

  /// The event in which a nested one came: that of the step before.
  private func outerEvent(of step: Int) -> Int? {
    step > 0 ? timeline.event(at: step - 1).map { $0.number - 1 } : nil
  }

  /// The name and state of a process's thread: one that begins in the kernel returns as its steps say.
  private func thread(_ process: Int) -> Scenario.Thread {
    let name = processLetter(process)
    let steps = timeline.recording.steps
    func isOwn(_ step: Int) -> Bool { processes[steps.cr3Index(at: step)] == process }
    guard let first = (0..<steps.count).first(where: isOwn), steps.cpl(at: first) != 3 else {
      return .init(name, process: process)
    }
    let exit = (first..<steps.count).first { steps.cpl(at: $0) == 3 && isOwn($0) }
    let byIret = exit.map { $0 > 0 && isIret($0 - 1) } ?? false
    return .init(name, process: process, waitsIn: byIret ? "reschedule" : "read")
  }

  private func isIret(_ step: Int) -> Bool {
    timeline.recording.steps.site(at: step).isInterruptReturn
  }

  /// Whether the step before the return to user code is an IRET.
  private func returnsWithIret(_ position: Int) -> Bool {
    returns[position].map { $0 > 0 && isIret($0 - 1) } ?? false
  }

  /// What an event is, with the entry that it needs: an added one if the standard kernel has none.
  private mutating func kind(of event: KernelEvent) -> ScenarioEvent.Kind {
    let wanted = entry(of: event)
    guard wanted.kind != .nmi else { return .nmi(wanted.name) }
    let name = known(wanted)?.name
    if name == nil {
      entries.append(wanted)
      table.add(wanted)
    }
    return wanted.kind == .syscall ? .syscall(name ?? wanted.name) : .interrupt(name ?? wanted.name)
  }

  /// The first entry that is known of the kind of another, and of its name or, if it has one, its stub.
  private func known(_ wanted: EntryPoint) -> EntryPoint? {
    let positions = [
      table.position(wanted.name, wanted.kind),
      wanted.stub.isEmpty ? nil : table.position(ofStub: wanted.stub, wanted.kind),
    ]
    return positions.compactMap { $0 }.min().map { table.entries[$0] }
  }

  /// The entry that an event needs, as the recording has it.
  private func entry(of event: KernelEvent) -> EntryPoint {
    let note = timeline.recording.steps.note(at: event.firstStep)
    let symbol = String(timeline.recording.steps.site(at: event.firstStep).symbol.prefix { $0 != "+" })
    func made(_ name: String, _ kind: EntryPoint.Kind, stub: String) -> EntryPoint {
      EntryPoint(name, kind, function: Self.standIn, stub: stub, vector: stub.isEmpty ? 0 : note?.vector ?? 0)
    }
    switch event.kind {
    case .syscall, .entry:
      return made(event.name.hasPrefix("syscall ") ? String(event.name.dropFirst(8)) : event.name, .syscall, stub: "")
    case .nmi: return made("nmi", .nmi, stub: "")
    case .interrupt: return made(symbol, .interrupt, stub: symbol)
    case .exception: return made(symbol, .exception, stub: symbol)
    }
  }

  /// Where in the modelled code something came: in the code around the flips of user-mode entries and exits, or
  /// in what the entry is for.
  private func place(ofStep step: Int, in position: Int) -> String {
    let outer = timeline.events[position]
    let isOnUserHalf = step > 0 && timeline.space(at: step - 1).map { $0.letter == .user } ?? false
    guard isOnUserHalf else { return function(of: outer) }
    let next = timeline.flips.partitionPoint { $0.step < outer.firstStep }
    let isEntry = next == timeline.flips.count || timeline.flips[next].step >= step
    switch outer.kind {
    case .syscall, .entry: return isEntry ? "entry_SYSCALL_64+0x7" : exitPlace(position)
    case .interrupt, .exception: return isEntry ? "error_entry+0x43" : exitPlace(position)
    case .nmi: return isEntry ? "asm_exc_nmi+0x14" : exitPlace(position)
    }
  }

  private func exitPlace(_ position: Int) -> String {
    let isSysret = timeline.events[position].kind == .syscall && !returnsWithIret(position)
    return isSysret ? "entry_SYSRETQ_unsafe_stack" : "swapgs_restore_regs_and_return_to_usermode+0x3a"
  }

  private func function(of event: KernelEvent) -> String {
    let wanted = entry(of: event)
    return table.first(ofName: known(wanted)?.name ?? wanted.name)?.function ?? Self.standIn
  }
}
