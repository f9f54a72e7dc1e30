import Diagnostics
import KernelCode

/// How many of its events each CPU has begun.
struct EventsBegun: Equatable, Sendable {
  var first: Int
  var second: Int

  /// Of both CPUs.
  var all: Int { first + second }
}

/// Which CPUs begin an event, one each.
struct BeginningCPUs: OptionSet, Hashable, Sendable {
  let rawValue: UInt8

  static let first = BeginningCPUs(rawValue: 1)
  static let second = BeginningCPUs(rawValue: 2)

  init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Those that began one between two moments; nil if some CPU began several, or none did.
  init?(from start: EventsBegun, to end: EventsBegun) {
    let (first, second) = (end.first - start.first, end.second - start.second)
    guard first <= 1, second <= 1, first + second > 0 else { return nil }
    rawValue = UInt8(first + 2 * second)
  }
}

extension Engine {
  /// How many of its events each CPU has begun.
  var begun: EventsBegun {
    let (turn, other) = (system.cpu.nextEvent, system.sibling?.nextEvent ?? 0)
    return system.cpu.number == 0 ? EventsBegun(first: turn, second: other) : EventsBegun(first: other, second: turn)
  }

  /// Makes steps until another event than these has begun, at most `limit` and at least one; gives how many. From outside
  /// each look at what has begun would copy the engine.
  mutating func makeSteps(atMost limit: Int, beginning begun: EventsBegun) -> Int {
    var made = 0
    repeat {
      step()
      made += 1
    } while system.halt == nil && self.begun == begun && made < limit
    return made
  }

  /// Tells how many events have begun, and ends the run if nobody wants it to go on.
  mutating func halt(unless progress: WorkProgress, begun: EventsBegun? = nil) {
    let done = (begun ?? self.begun).all
    let all = kernel.events.count
    guard system.halt == nil, !progress.reached(done, of: all) else { return }
    system.halt = .stopped("it was interrupted after \(done) of \(all) events")
  }

  /// Takes over a state, with these events begun.
  mutating func goOn(from state: CountingState, begun: EventsBegun) {
    system = state.system
    let isFirst = system.cpu.number == 0
    system.cpu.nextEvent = isFirst ? begun.first : begun.second
    system.sibling?.nextEvent = isFirst ? begun.second : begun.first
    recorder.counter?.memory = state.memory
    resetWalker()
  }
}
