import PageTables
import Recordings
package import SectionCheck
package import Timelines
import Verdicts

/// A closure beside a recording of the same code: what of it the object file could not say.
package struct ReachReport {
  private let closures: ClosureReport
  private let closure: Closure
  private let reach: RecordedReach
  private let timeline: Timeline

  /// Chooses a closure, what was found of it, and the recording.
  package init(_ closures: ClosureReport, _ closure: Closure, _ reach: RecordedReach, _ timeline: Timeline) {
    self.closures = closures
    self.closure = closure
    self.reach = reach
    self.timeline = timeline
  }

  /// The most accesses that are listed.
  private static let listLimit = 100_000

  /// Writes a line an access, in the order of the recording, then how many there are of each kind.
  package func writeText(to sink: inout ByteSink) {
    sink.append("in \(timeline.recording.name): \(counted(reach.functions, "function")) of the closure of ")
    sink.append("\(closure.entry) ran, with \(counted(reach.accesses.count, "access"))\n")
    let listed = reach.accesses.prefix(Self.listLimit)
    let places = listed.map { closures.place(closure, $0.function, $0.site) }
    let numbers = listed.map { String(timeline.recording.steps.number(at: $0.step)) }
    let (numberWidth, width) = (numbers.map(\.count).max() ?? 0, min(places.map(\.count).max() ?? 0, 40))
    for (index, access) in listed.enumerated() where sink.isOpen {
      let (number, place) = (numbers[index], places[index])
      sink.append("step \(String(repeating: " ", count: numberWidth - number.count))\(number) \(place)")
      sink.append(String(repeating: " ", count: max(1, width + 1 - place.count)))
      sink.append("\(access.access.kind.rawValue) \(words(access)) \(name(access))\n")
    }
    if reach.accesses.count > listed.count {
      sink.append("... and \(counted(reach.accesses.count - listed.count, "more access")) that are not listed\n")
    }
    for call in reach.missingCalls where sink.isOpen {
      let number = timeline.recording.steps.number(at: call.step)
      sink.append("step \(number) \(closures.place(closure, call.function, call.site))")
      sink.append(" goes to what is MISSING in the closure: \(call.callee)\n")
    }
    let seen = reach.accesses.count { if case .inClosure = $0.sight { true } else { false } }
    let hidden = reach.accesses.count { $0.sight == .throughPointer }
    let missing = reach.accesses.count - seen - hidden + reach.missingCalls.count
    sink.append("\(seen) in the closure, \(missing) missing, \(hidden) through a pointer: not visible statically\n")
  }

  private func words(_ access: RecordedReach.Access) -> String {
    switch access.sight {
    case .inClosure: "in the closure:"
    case .missing: "MISSING in the closure:"
    case .throughPointer: "through a pointer:"
    }
  }

  private func name(_ access: RecordedReach.Access) -> String {
    switch access.sight {
    case .inClosure(let place), .missing(let place): return closures.set.name(of: place).symbol
    case .throughPointer:
      let recorded = access.access
      let symbol = recorded.symbol.map { timeline.recording.steps.text($0) }
      let place = timeline.place(
        at: recorded.address, size: UInt64(recorded.size), symbol: symbol, step: access.step)
      return place.name == place.region ? place.region : "\(place.name), \(place.region)"
    }
  }
}
