import Recordings
import Timelines

/// Finds moments of one run in another run of the same scenario.
///
/// A moment is a kernel entry, by how many of its kind came before it, or the user code behind it; and in there
/// an instruction, by its symbol. What the other run does not have is replaced by the nearest step before it.
struct SameMoment {
  private let old: Run
  private let new: Run
  /// By entry of the old run, that of the new one which is the same; nil if there is none.
  private let counterparts: [Int?]
  /// By entry of the old run, the last one up to it that has a counterpart.
  private let lastMatched: [Int?]

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

  /// Compares the run that is left with the one in which moments are looked for.
  init(old: RunOutline, new: RunOutline) {
    var numbers: [String: Int] = [:]
    self.old = Run(old, &numbers)
    self.new = Run(new, &numbers)
    let alike = Dictionary(grouping: new.events.indices) { Likeness(new.events[$0]) }
    var seen: [Likeness: Int] = [:]
    counterparts = old.events.map { event in
      let likeness = Likeness(event)
      let rank = seen[likeness, default: 0]
      seen[likeness] = rank + 1
      let others = alike[likeness] ?? []
      return rank < others.count ? others[rank] : nil
    }
    var last: Int?
    lastMatched = counterparts.indices.map { [counterparts] event in
      if counterparts[event] != nil { last = event }
      return last
    }
  }

  /// The step of the new run for a step of the old one.
  func step(for step: Int) -> Int { steps(for: [step])[step] ?? 0 }

  /// The steps of the new run for steps of the old one. The time is that of going through both runs once.
  func steps(for steps: [Int]) -> [Int: Int] {
    guard old.outline.count > 0, new.outline.count > 0 else { return [:] }
    var search = Search()
    // By where they are in the old run, what is looked for and for which steps.
    var wanted: [Run.Segment: (other: Run.Segment, steps: [(place: Int, step: Int)])] = [:]
    for step in steps.sorted() {
      guard let home = home(of: min(max(step, 0), old.outline.count - 1), &search) else { continue }
      wanted[home.segment, default: (home.other, [])].steps.append((home.place, step))
    }
    var found: [Int: Int] = [:]
    for (segment, group) in wanted {
      let steps = group.steps.sorted { $0.place < $1.place }
      let places = match(steps.map(\.place), in: segment, with: group.other)
      for (step, place) in zip(steps, places) { found[step.step] = place }
    }
    return found
  }

  // MARK: Counterparts

  /// A step of the old run in a segment, and the segment of the new run that is the same.
  private struct Home {
    let place: Int
    let segment: Run.Segment
    let other: Run.Segment
  }

  /// What was found out for steps before.
  private struct Search {
    /// By entry without a counterpart, the home of the step before it.
    var homes: [Int: Home?] = [:]
    /// The last step of user code that was asked for, and where that code starts.
    var user: (step: Int, start: Int)?
    /// By entry of the new run, where the user code behind it starts.
    var userCode: [Int: Int] = [:]
  }

  /// The step itself, or the nearest one before it whose entry the new run has, too; nil if there is none.
  private func home(of step: Int, _ search: inout Search) -> Home? {
    var passed: [Int] = []
    var home: Home?
    var step = step
    while let event = old.outline.event(at: step) {
      if let other = counterparts[event] {
        home = Home(place: step, segment: .event(event), other: .event(other))
        break
      }
      if let known = search.homes[event] {
        home = known
        break
      }
      passed.append(event)
      guard old.outline.events[event].firstStep > 0 else { break }
      step = old.outline.events[event].firstStep - 1
    }
    if old.outline.event(at: step) == nil {
      let start = startOfUserCode(at: step, &search)
      home = Home(place: step, segment: .user(start), other: .user(counterpart(ofUserCode: start, &search)))
    }
    for event in passed { search.homes[event] = .some(home) }
    return home
  }

  /// Where the user code starts that a step belongs to. Steps are asked for in ascending order, mostly.
  private func startOfUserCode(at step: Int, _ search: inout Search) -> Int {
    var start = step
    while start > 0 && old.outline.event(at: start - 1) == nil {
      start -= 1
      if let last = search.user, last.step == start {
        start = last.start
        break
      }
    }
    search.user = (step, start)
    return start
  }

  /// Where the user code begins in the new run that comes behind the same kernel entry.
  private func counterpart(ofUserCode start: Int, _ search: inout Search) -> Int {
    let before = old.outline.events.partitionPoint { $0.firstStep < start }
    guard before > 0, let matched = lastMatched[before - 1], let event = counterparts[matched] else { return 0 }
    if let known = search.userCode[event] { return known }
    let first = new.outline.events[event].firstStep
    let place = (first..<new.outline.count).first { new.outline.event(at: $0) == nil } ?? new.outline.count - 1
    search.userCode[event] = place
    return place
  }

  /// For each of some places, ascending, the step whose instruction stands where that of the place does, else that of the
  /// nearest step before it: of a symbol that comes several times the same one of them.
  private func match(_ places: [Int], in segment: Run.Segment, with other: Run.Segment) -> [Int] {
    var steps: [Int: [Int]] = [:]
    var first: Int?
    for range in new.ranges(of: other) {
      first = first ?? range.first
      for step in range { steps[new.name(at: step), default: []].append(step) }
    }
    var seen: [Int: Int] = [:]
    var last = first ?? 0
    var found: [Int] = []
    for range in old.ranges(of: segment) {
      for step in range {
        while found.count < places.count, places[found.count] < step { found.append(last) }
        guard found.count < places.count else { return found }
        let rank = seen[old.name(at: step), default: 0]
        seen[old.name(at: step)] = rank + 1
        if let places = steps[old.name(at: step)], rank < places.count { last = places[rank] }
      }
    }
    return found + Array(repeating: last, count: places.count - found.count)
  }
}

/// A run, by the steps of its entries.
private struct Run {
  /// Steps that belong together.
  enum Segment: Hashable {
    /// A kernel entry, by its position, without the others inside of it.
    case event(Int)
    /// User code from a step on, up to the next entry.
    case user(Int)
  }

  let outline: RunOutline
  /// Numbers for symbols, by their positions; equal ones have the same, in both runs.
  private let names: [Int]
  /// By entry, where its steps are: others may come in between.
  private var ranges: [[Range<Int>]]

  init(_ outline: RunOutline, _ numbers: inout [String: Int]) {
    self.outline = outline
    names = outline.symbols.map { symbol in
      let number = numbers[symbol] ?? numbers.count
      numbers[symbol] = number
      return number
    }
    ranges = Array(repeating: [], count: outline.events.count)
    var start = 0
    for step in 0..<outline.count {
      let event = outline.event(at: step)
      if step + 1 < outline.count, outline.event(at: step + 1) == event { continue }
      if let event { ranges[event].append(start..<step + 1) }
      start = step + 1
    }
  }

  /// The number of the symbol of a step.
  func name(at step: Int) -> Int { names[outline.symbol(at: step)] }

  /// The steps of a segment, in order.
  func ranges(of segment: Segment) -> [Range<Int>] {
    switch segment {
    case .event(let event): return ranges[event]
    case .user(let start):
      guard start < outline.count, outline.event(at: start) == nil else { return [] }
      let end = (start..<outline.count).first { outline.event(at: $0) != nil } ?? outline.count
      return [start..<end]
    }
  }
}
