import Isolation

/// A closure that is being made.
struct ClosureSearch {
  /// What there is to know of a region, whatever refers to it.
  struct Description {
    let place: ObjectPlace
    let size: UInt64
    let linkClass: LinkClass
    let isExposed: Bool
  }

  private let entry: String
  private let text: Settings.TextPolicy
  private let isAllMapped: Bool
  private var order: [Int] = []
  private var functions: [Closure.Function] = []
  /// In the order in which they were reached; nil where only the address was taken, and an access came later.
  private var objects: [Closure.Object?] = []
  private var gates: [Closure.Object] = []
  private var unknowns: [Closure.Unknown] = []
  private var reached: Set<Int> = []
  private var positions: [Int: Int] = [:]
  private var passed: Set<Int> = []

  init(entry: String, text: Settings.TextPolicy, isAllMapped: Bool) {
    self.entry = entry
    self.text = text
    self.isAllMapped = isAllMapped
  }

  /// What was found.
  var closure: Closure {
    Closure(
      entry: entry, functions: functions, objects: objects.compactMap { $0 }, gates: gates, unknowns: unknowns,
      text: text,
      isAllMapped: isAllMapped)
  }

  /// The region of the function at a position; nil after the last.
  func region(at position: Int) -> Int? { position < order.count ? order[position] : nil }

  /// Whether a region is among the functions.
  func knows(_ region: Int) -> Bool { reached.contains(region) }

  /// Whether a region is among the objects with this use or a stronger one.
  func knowsObject(_ region: Int, _ use: Closure.Use) -> Bool {
    positions[region].map { objects[$0]?.use == .access || use == .address } ?? false
  }

  /// Adds a function.
  mutating func reach(_ region: Int, _ what: Description, from caller: Int?, site: UInt64) {
    guard reached.insert(region).inserted else { return }
    order.append(region)
    functions.append(
      Closure.Function(
        place: what.place, size: what.size, linkClass: what.linkClass, isExposed: what.isExposed, caller: caller,
        site: site))
  }

  /// Adds an object; an access takes the place of an address that was taken.
  mutating func refer(to region: Int, _ what: Description, _ use: Closure.Use, from function: Int, site: UInt64) {
    if let position = positions[region] { objects[position] = nil }
    positions[region] = objects.count
    objects.append(object(what, use, function, site))
  }

  /// Adds a gate.
  mutating func passGate(_ region: Int, _ what: Description, from function: Int, site: UInt64) {
    guard passed.insert(region).inserted else { return }
    gates.append(object(what, .access, function, site))
  }

  /// Adds what cannot be followed.
  mutating func miss(_ unknown: RegionFacts.Unknown, in function: Int) {
    unknowns.append(Closure.Unknown(unknown, in: function))
  }

  private func object(_ what: Description, _ use: Closure.Use, _ function: Int, _ site: UInt64) -> Closure.Object {
    Closure.Object(
      place: what.place, size: what.size, linkClass: what.linkClass, isExposed: what.isExposed, use: use,
      function: function, site: site)
  }
}
