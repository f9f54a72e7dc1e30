/// All functions that entries reach by direct calls and jumps, each once, numbered as they are met: nearest first.
struct CallGraph: Sendable {
  /// What there is to know of a function, apart from what it leads to.
  struct Function: Sendable {
    /// Its region.
    let region: Int32
    /// How many places in it cannot be followed.
    let unknowns: Int32
    /// Whether it is neither exposed nor a gate.
    let isPrivate: Bool
    /// Whether it is private text.
    let isPrivateText: Bool
  }

  /// The functions that have been read, by number.
  private(set) var functions: [Function] = []
  /// The functions that each calls, in the order of its code, each once.
  private(set) var callees = NumberLists()
  /// The private objects that each reads or writes.
  private(set) var objects: CallTargets
  /// The gates that each calls.
  private(set) var gates: CallTargets

  /// The regions of the functions that are met, those that have been read first.
  private var order: [Int32] = []
  private var functionNumbers: [Int32]
  /// By number, one more than the function that led there last.
  private var marks: [Int32] = []

  /// Prepares for so many regions.
  init(regionCount: Int) {
    functionNumbers = Array(repeating: -1, count: regionCount)
    objects = CallTargets(regionCount: regionCount)
    gates = CallTargets(regionCount: regionCount)
  }

  /// How many functions have been met.
  var metCount: Int { order.count }

  /// The region of the function that is to be read next; nil if all have been read.
  var nextRegion: Int? { functions.count < order.count ? Int(order[functions.count]) : nil }

  /// The number of the function at a region, which is met now if it was not.
  mutating func meet(_ region: Int) -> Int32 {
    if functionNumbers[region] >= 0 { return functionNumbers[region] }
    let number = Int32(clamping: order.count)
    functionNumbers[region] = number
    order.append(Int32(clamping: region))
    marks.append(0)
    return number
  }

  /// Adds what was read of the function that is next.
  mutating func add(_ facts: RegionFacts, _ context: ClosureContext) {
    let region = order[functions.count]
    let mark = Int32(clamping: functions.count + 1)
    for link in facts.calls {
      let callee = meet(Int(link.region))
      guard marks[Int(callee)] != mark else { continue }
      marks[Int(callee)] = mark
      callees.append(callee)
    }
    callees.endOwner()
    objects.addOwner(facts.accesses.lazy.map { Int($0.region) }.filter { context.isPrivateData($0) })
    gates.addOwner(facts.gates.lazy.map { Int($0.region) })
    functions.append(
      Function(
        region: region, unknowns: Int32(clamping: facts.unknowns.count),
        isPrivate: context.isPrivateFunction(Int(region)), isPrivateText: context.isPrivateText(Int(region))))
  }
}
