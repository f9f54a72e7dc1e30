/// For each function of a graph, the nearest one of some kind that it reaches, and a shortest way there.
///
/// Of several ways of one length it is the one that a search from the function, breadth first, finds: the first call
/// of the code that starts such a way.
struct NearestFunctions: Sendable {
  /// The numbers of functions: all of a way, or the first and last of a long one; and how many there are in all.
  typealias Way = (first: [Int], last: [Int], count: Int)

  /// By function the calls to the nearest one; -1 if it reaches none.
  private var distances: [Int32]
  /// By function, the one on its way from which on the end of a long way is named.
  private var lasts: [Int32]

  /// Looks for the functions of a kind; `callers` are the callees of the graph the other way round.
  init(in graph: CallGraph, callers: NumberLists, where isWanted: (Int) -> Bool) {
    distances = Array(repeating: -1, count: graph.functions.count)
    lasts = distances
    var found: [Int32] = []
    for function in distances.indices where isWanted(function) {
      distances[function] = 0
      found.append(Int32(clamping: function))
    }
    var position = 0
    while position < found.count {
      let function = Int(found[position])
      position += 1
      // Those that are nearer come first: they have theirs already.
      lasts[function] = Int32(clamping: function)
      if Int(distances[function]) >= ClosureSummary.Way.part, let next = next(function, in: graph.callees) {
        lasts[function] = lasts[next]
      }
      for index in callers[function] {
        let caller = Int(callers.numbers[index])
        guard distances[caller] < 0 else { continue }
        distances[caller] = distances[function] + 1
        found.append(Int32(clamping: caller))
      }
    }
  }

  /// The functions from one to the nearest of the kind: all of them, or the first and last of a long way; nil if it
  /// reaches none.
  func way(from function: Int, in callees: NumberLists) -> Way? {
    guard distances[function] >= 0 else { return nil }
    let count = Int(distances[function]) + 1
    guard count > ClosureSummary.Way.limit else { return (walk(from: function, count, callees), [], count) }
    let part = ClosureSummary.Way.part
    return (walk(from: function, part, callees), walk(from: Int(lasts[function]), part, callees), count)
  }

  private func walk(from function: Int, _ count: Int, _ callees: NumberLists) -> [Int] {
    var way = [function]
    while way.count < count, let last = way.last, let next = next(last, in: callees) { way.append(next) }
    return way
  }

  /// The next function on the way; nil at its end.
  private func next(_ function: Int, in callees: NumberLists) -> Int? {
    guard distances[function] > 0 else { return nil }
    return callees[function].lazy.map { Int(callees.numbers[$0]) }
      .first { distances[$0] == distances[function] - 1 }
  }
}
