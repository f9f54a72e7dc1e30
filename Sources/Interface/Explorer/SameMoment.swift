import Machine

/// Finds the moment of one run in another run of the same scenario.
///
/// A moment is a kernel entry, by how many of its kind came before it, or the user code behind it; and in there
/// an instruction, by its symbol. What the other run does not have is replaced by the nearest step before it.
struct SameMoment {
  private let old: RunOutline
  private let new: RunOutline

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
  /// Numbers for symbols, by their positions in the two runs; equal ones have the same.
  private let names: (old: [Int], new: [Int])
  private let nameCount: Int

  /// Compares the run that is left with the one in which moments are looked for.
  init(old: RunOutline, new: RunOutline) {
    self.old = old
    self.new = new
    var seen: [Likeness: Int] = [:]
    ranks = old.events.map { event in
      defer { seen[Likeness(event), default: 0] += 1 }
      return seen[Likeness(event), default: 0]
    }
    alike = Dictionary(grouping: new.events.indices) { Likeness(new.events[$0]) }
    var numbers: [String: Int] = [:]
    func number(_ symbol: String) -> Int {
      let number = numbers[symbol] ?? numbers.count
      numbers[symbol] = number
      return number
    }
    names = (old.symbols.map(number), new.symbols.map(number))
    nameCount = numbers.count
  }

  /// The step of the new run for a step of the old one.
  func step(for step: Int) -> Int {
    guard old.count > 0, new.count > 0 else { return 0 }
    var step = min(max(step, 0), old.count - 1)
    while let event = old.event(at: step) {
      if let other = counterpart(ofEvent: event) {
        return match(step, in: old.segment(ofEvent: event), with: new.segment(ofEvent: other))
      }
      guard old.events[event].firstStep > 0 else { return 0 }
      step = old.events[event].firstStep - 1
    }
    let start = old.startOfUserCode(at: step)
    return match(
      step, in: old.userCode(from: start), with: new.userCode(from: counterpart(ofUserCode: start)))
  }

  // MARK: Counterparts

  private func counterpart(ofEvent position: Int) -> Int? {
    let others = alike[Likeness(old.events[position])] ?? []
    return ranks[position] < others.count ? others[ranks[position]] : nil
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

  /// The step whose instruction stands where that of `step` does, else that of the nearest step before it: of a symbol
  /// that comes several times the same one of them.
  private func match(_ step: Int, in segment: RunOutline.Segment, with other: RunOutline.Segment) -> Int {
    var counts = [Int](repeating: 0, count: nameCount)
    new.visit(other) { index in
      counts[names.new[new.symbol(at: index)]] += 1
      return true
    }
    var seen = [Int](repeating: 0, count: nameCount)
    var found: (name: Int, rank: Int)?
    old.visit(segment) { index in
      guard index <= step else { return false }
      let name = names.old[old.symbol(at: index)]
      if seen[name] < counts[name] { found = (name, seen[name]) }
      seen[name] += 1
      return true
    }
    return place(of: found, in: other)
  }

  /// The step of the new run where a symbol comes for so many times; without one the first of the segment.
  private func place(of wanted: (name: Int, rank: Int)?, in segment: RunOutline.Segment) -> Int {
    var place: Int?
    var left = wanted?.rank ?? 0
    new.visit(segment) { index in
      guard let wanted else {
        place = index
        return false
      }
      guard names.new[new.symbol(at: index)] == wanted.name else { return true }
      place = index
      left -= 1
      return left >= 0
    }
    return place ?? 0
  }
}

extension RunOutline {
  /// Steps from one on that belong to one event, or to none.
  fileprivate struct Segment {
    let first: Int
    let event: Int?
  }

  /// A kernel entry without the others inside of it.
  fileprivate func segment(ofEvent position: Int) -> Segment {
    Segment(first: events[position].firstStep, event: position)
  }

  /// User code from a step on.
  fileprivate func userCode(from start: Int) -> Segment { Segment(first: start, event: nil) }

  /// Where the user code starts that a step belongs to.
  fileprivate func startOfUserCode(at step: Int) -> Int {
    var start = step
    while start > 0 && event(at: start - 1) == nil { start -= 1 }
    return start
  }

  /// Goes over the steps of a segment in order, until `body` gives false: all of an event, and user code up to the
  /// next event.
  fileprivate func visit(_ segment: Segment, _ body: (Int) -> Bool) {
    var index = segment.first
    while index < count {
      let isInside = event(at: index) == segment.event
      guard isInside || segment.event != nil else { return }
      if isInside, !body(index) { return }
      index += 1
    }
  }
}
