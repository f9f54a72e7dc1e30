import PageTables

/// Everything that decides what a counted run does next, but for the events that are still to begin and what is put in.
///
/// Kernel events are numbered anew in the order in which frames and triggers name them: only whether two numbers are
/// equal matters, and the same work has others each time. They are negative here, so that those of later events differ.
struct CountingState: Hashable, Sendable {
  let system: System
  let memory: StepCounter.Memory

  init(_ engine: Engine) {
    var system = engine.system
    system.cpu.nextEvent = 0
    system.sibling?.nextEvent = 0
    Self.renumber(&system)
    self.system = system
    memory = engine.recorder.counter?.memory ?? StepCounter.Memory()
  }

  /// What it takes to keep or to compare it, 64 bytes each at most.
  static func size(of engine: Engine) -> Int {
    let system = engine.system
    let translations = system.cpu.tlb.count + (system.sibling?.tlb.count ?? 0)
    let touched = engine.recorder.counter?.memory.touched.reduce(0) { $0 + ($1?.count ?? 0) } ?? 0
    let waiting = [system.cpu, system.sibling ?? system.cpu].reduce(0) { $0 + $1.triggers.count + $1.held.count }
    let frames = system.threads[system.cpu.current].frames.count
    return 32 + 2 * translations + touched + 2 * (waiting + frames) + 2 * system.threads.count
  }

  private static func renumber(_ system: inout System) {
    var numbers: [Int: Int] = [:]
    func number(_ event: Int) -> Int {
      if event == -1 { return -1 }
      let number = numbers[event] ?? -2 - numbers.count
      numbers[event] = number
      return number
    }
    for thread in system.threads.indices {
      for frame in system.threads[thread].frames.indices where system.threads[thread].frames[frame].event != -1 {
        system.threads[thread].frames[frame].event = number(system.threads[thread].frames[frame].event)
      }
    }
    system.cpu.held.renumber()
    system.sibling?.held.renumber()
    system.cpu.triggers.renumber(number)
    guard var triggers = system.sibling?.triggers, !triggers.isEmpty else { return }
    triggers.renumber(number)
    system.sibling?.triggers = triggers
  }

  /// Few states differ in more than this.
  func hash(into hasher: inout Hasher) {
    Self.hash(system.cpu, system.threads, into: &hasher)
    if let sibling = system.sibling { Self.hash(sibling, system.threads, into: &hasher) }
    hasher.combine(system.buffers)
    hasher.combine(memory)
  }

  private static func hash(_ cpu: CPU, _ threads: [System.Thread], into hasher: inout Hasher) {
    hasher.combine(cpu.number)
    hasher.combine(cpu.cr3)
    hasher.combine(cpu.current)
    hasher.combine(cpu.tlb)
    hasher.combine(cpu.triggers.count)
    let frames = threads[cpu.current].frames
    hasher.combine(frames.count)
    hasher.combine(frames.last?.program)
    hasher.combine(frames.last?.next)
  }
}
