import Machine

/// Finds the moment of one run in another run of the same scenario.
///
/// A moment is a kernel entry, by how many of its kind came before it, or the user code behind it; and in there
/// an instruction, by its symbol. What the other run does not have is replaced by the nearest step before it.
struct SameMoment {
  /// The run that is left.
  let old: Timeline
  /// The run in which the moment is looked for.
  let new: Timeline

  /// What kernel entries are told apart by.
  private struct Likeness: Hashable {
    let kind: KernelEvent.Kind
    let name: String
    let fromCPL: Int

    init(_ event: KernelEvent) {
      kind = event.kind
      name = event.name
      fromCPL = event.fromCPL
    }
  }

  /// For each entry of the old run, how many like it came before.
  private let ranks: [Int]
  /// The entries of the new run that are alike.
  private let alike: [Likeness: [Int]]

  /// Compares two runs of one scenario.
  init(old: Timeline, new: Timeline) {
    self.old = old
    self.new = new
    var seen: [Likeness: Int] = [:]
    ranks = old.events.map { event in
      defer { seen[Likeness(event), default: 0] += 1 }
      return seen[Likeness(event), default: 0]
    }
    alike = Dictionary(grouping: new.events.indices) { Likeness(new.events[$0]) }
  }

  /// The step of the new run for a step of the old one.
  func step(for step: Int) -> Int {
    var step = min(max(step, 0), old.count - 1)
    while let event = old.event(at: step) {
      if let other = counterpart(ofEvent: event.number - 1) {
        return match(step, among: steps(of: event, in: old), with: steps(of: new.events[other], in: new))
      }
      guard event.firstStep > 0 else { return 0 }
      step = event.firstStep - 1
    }
    let start = startOfUserCode(at: step)
    return match(
      step, among: userCode(from: start, in: old), with: userCode(from: counterpart(ofUserCode: start), in: new))
  }

  // MARK: Segments

  /// The steps of a kernel entry without those of others inside of it.
  private func steps(of event: KernelEvent, in timeline: Timeline) -> [Int] {
    (event.firstStep..<timeline.count).filter { timeline.event(at: $0)?.number == event.number }
  }

  private func startOfUserCode(at step: Int) -> Int {
    var start = step
    while start > 0 && old.event(at: start - 1) == nil { start -= 1 }
    return start
  }

  private func userCode(from start: Int, in timeline: Timeline) -> [Int] {
    Array((start..<timeline.count).prefix { timeline.event(at: $0) == nil })
  }

  /// Where the user code begins in the new run that comes behind the same kernel entry.
  private func counterpart(ofUserCode start: Int) -> Int {
    let before = old.events.prefix { $0.firstStep < start }
    for position in before.indices.reversed() {
      guard let other = counterpart(ofEvent: position) else { continue }
      let first = new.events[other].firstStep
      return (first..<new.count).first { new.event(at: $0) == nil } ?? new.count - 1
    }
    return 0
  }

  // MARK: Counterparts

  private func counterpart(ofEvent position: Int) -> Int? {
    let others = alike[Likeness(old.events[position])] ?? []
    return ranks[position] < others.count ? others[ranks[position]] : nil
  }

  /// The step whose instruction stands where that of `step` does, else that of the nearest step before it.
  private func match(_ step: Int, among steps: [Int], with others: [Int]) -> Int {
    let places = Dictionary(grouping: others) { symbol(of: $0, in: new) }
    var seen: [String: Int] = [:]
    var found = others.first ?? 0
    for candidate in steps.prefix(while: { $0 <= step }) {
      let name = symbol(of: candidate, in: old)
      let rank = seen[name, default: 0]
      seen[name] = rank + 1
      if let alike = places[name], rank < alike.count { found = alike[rank] }
    }
    return found
  }

  private func symbol(of step: Int, in timeline: Timeline) -> String {
    timeline.recording.steps.site(at: step).symbol
  }
}
