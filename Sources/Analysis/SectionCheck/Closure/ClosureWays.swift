/// Shortest ways to the functions of a closure, in time that does not depend on how long they are.
package struct ClosureWays: Sendable {
  private let closure: Closure
  /// By function how many calls lead to it.
  private var depths: [Int32] = []
  /// By function, the last one of its way's beginning, as far as a long way's beginning is named.
  private var firsts: [Int32] = []

  /// Prepares for the ways of a closure.
  package init(_ closure: Closure) {
    self.closure = closure
    // Callers come before what they call.
    for (position, function) in closure.functions.enumerated() {
      let depth = function.caller.map { depths[$0] + 1 } ?? 0
      depths.append(depth)
      let isFirst = depth < Int32(ClosureSummary.Way.part)
      firsts.append(isFirst ? Int32(clamping: position) : function.caller.map { firsts[$0] } ?? 0)
    }
  }

  /// The way to the function at a position.
  package func way(to position: Int) -> ClosureSummary.Way {
    let count = Int(depths[position]) + 1
    let part = ClosureSummary.Way.part
    guard count > ClosureSummary.Way.limit else {
      return ClosureSummary.Way(first: places(to: position, count), last: [], count: count)
    }
    return ClosureSummary.Way(
      first: places(to: Int(firsts[position]), part), last: places(to: position, part), count: count)
  }

  /// The last so many functions of the way to one.
  private func places(to position: Int, _ count: Int) -> [ObjectPlace] {
    var places: [ObjectPlace] = []
    var next: Int? = position
    while places.count < count, let position = next {
      places.append(closure.functions[position].place)
      next = closure.functions[position].caller
    }
    return places.reversed()
  }
}
