import Isolation
import PageTables

extension Scenario {
  /// The events of a recording, to be run by the model: what entered the kernel and when, which process ran,
  /// and how each syscall returned. Nothing is taken over from where the recording wrote CR3.
  ///
  /// Throws if the recording has more processes than can be modelled, or kernel entries nested too deep.
  package init(eventsOf timeline: Timeline) throws(ScenarioError) {
    let processes = (timeline.spaces.all.map(\.process).max() ?? 0) + 1
    guard processes <= Self.modelledProcesses else { throw .tooManyProcesses(processes) }
    self.init(name: timeline.recording.name, design: timeline.spaces.design, events: [])
    var reader = RecordedEvents(timeline)
    reader.read(processes: processes)
    // Reading an event may add an entry.
    for position in reader.topLevel { events.append(try reader.event(at: position, depth: 0)) }
    entries += reader.entries
    functions += reader.functions
    threads = reader.threads
    warmProcesses = Array(0..<min(threads.count, ASIDs.count))
    let controls = timeline.recording.start.controls
    settings.pcid = controls.pcidEnabled
    settings.smep = controls.smep
    settings.smap = controls.smap
  }
}

/// Finds a recording's events: kernel entries by their place in each other, and switches of the process.
private struct RecordedEvents {
  /// Entries that the standard kernel does not have.
  private(set) var entries: [EntryPoint] = []
  /// The functions of these entries: private work.
  private(set) var functions: [KernelFunction] = [
    KernelFunction("recorded_work", [.read("inode.i_size")])
  ]
  /// A thread a process, in the order of appearance.
  private(set) var threads: [Scenario.Thread] = []
  /// The positions of the events that came in user code.
  private(set) var topLevel: [Int] = []

  private let timeline: Timeline
  private let known: Scenario
  /// By event: those that came inside of it.
  private var inside: [Int: [(step: Int, kind: Inner)]] = [:]

  private enum Inner {
    case event(Int)
    case schedule(process: Int)
    case end
  }

  init(_ timeline: Timeline) {
    self.timeline = timeline
    known = Scenario(name: "", events: [])
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
    }
  }

  /// An event with all that happened inside of it.
  mutating func event(at position: Int, depth: Int) throws(ScenarioError) -> ScenarioEvent {
    guard depth < 64 else { throw .impossible("kernel entries are nested more than 64 deep") }
    let recorded = timeline.events[position]
    var event = ScenarioEvent(kind(of: recorded))
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
    let own = (0..<steps.count).first { timeline.space(at: $0)?.process == process }
    guard let first = own, steps.cpl(at: first) != 3 else { return .init(name, process: process) }
    let exit = (first..<steps.count).first { steps.cpl(at: $0) == 3 && timeline.space(at: $0)?.process == process }
    let byIret = exit.map { $0 > 0 && isIret($0 - 1) } ?? false
    return .init(name, process: process, waitsIn: byIret ? "reschedule" : "read")
  }

  private func isIret(_ step: Int) -> Bool {
    timeline.recording.steps.site(at: step).isInterruptReturn
  }

  /// Whether the step before the return to user code is an IRET.
  private func returnsWithIret(_ position: Int) -> Bool {
    let steps = timeline.recording.steps
    let first = timeline.events[position].firstStep
    let process = timeline.space(at: first)?.process
    let back = (first..<steps.count).first { steps.cpl(at: $0) == 3 && timeline.space(at: $0)?.process == process }
    return back.map { isIret($0 - 1) } ?? false
  }

  private mutating func kind(of event: KernelEvent) -> ScenarioEvent.Kind {
    let note = timeline.recording.steps.note(at: event.firstStep)
    let symbol = String(timeline.recording.steps.site(at: event.firstStep).symbol.prefix { $0 != "+" })
    switch event.kind {
    case .syscall, .entry:
      let name = event.name.hasPrefix("syscall ") ? String(event.name.dropFirst(8)) : event.name
      return .syscall(entryName(name, .syscall, symbol: "", vector: 0))
    case .nmi: return .nmi("nmi")
    case .interrupt: return .interrupt(entryName(symbol, .interrupt, symbol: symbol, vector: note?.vector ?? 0))
    case .exception:
      return .interrupt(entryName(symbol, .exception, symbol: symbol, vector: note?.vector ?? 0))
    }
  }

  /// The name of the standard kernel's entry with this name or stub; else of one that is added.
  private mutating func entryName(_ name: String, _ kind: EntryPoint.Kind, symbol: String, vector: Int) -> String {
    let found = (known.entries + entries).first {
      $0.kind == kind && ($0.name == name || (!symbol.isEmpty && $0.stub == symbol))
    }
    if let found { return found.name }
    entries.append(EntryPoint(name, kind, function: "recorded_work", stub: symbol, vector: vector))
    return name
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
    case .nmi: return isEntry ? "asm_exc_nmi+0x10" : exitPlace(position)
    }
  }

  private func exitPlace(_ position: Int) -> String {
    let isSysret = timeline.events[position].kind == .syscall && !returnsWithIret(position)
    return isSysret ? "entry_SYSRETQ_unsafe_stack" : "swapgs_restore_regs_and_return_to_usermode+0x3a"
  }

  private func function(of event: KernelEvent) -> String {
    var copy = self
    let name: String
    switch copy.kind(of: event) {
    case .syscall(let entry), .interrupt(let entry), .nmi(let entry): name = entry
    case .demandFault, .probe, .schedule, .end: return "recorded_work"
    }
    return (known.entries + copy.entries).first { $0.name == name }?.function ?? "recorded_work"
  }
}
