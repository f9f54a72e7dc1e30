/// Which functions of a graph reach each other: they reach the same.
struct CallComponents: Sendable {
  /// By function the number of its component; what a component reaches has lower numbers.
  private(set) var components: [Int32]
  /// How many there are.
  private(set) var count = 0

  private var order: [Int32]
  private var low: [Int32]
  private var met: Int32 = 0
  /// The functions that have no component yet, as they were met.
  private var open: [Int32] = []

  /// Finds the components: Tarjan, "Depth-first search and linear graph algorithms", 1972; with a stack of its own,
  /// since chains of calls may be as long as a file.
  init(_ callees: NumberLists) {
    components = Array(repeating: -1, count: callees.count)
    order = Array(repeating: -1, count: callees.count)
    low = order
    for root in 0..<callees.count where order[root] < 0 { search(from: root, callees) }
    (order, low, open) = ([], [], [])
  }

  private mutating func search(from root: Int, _ callees: NumberLists) {
    // The functions from the root to the present one, each with the position of the next callee to look at.
    var path = [(function: root, next: callees[root].lowerBound)]
    meet(root)
    while let (function, next) = path.last {
      guard next < callees[function].upperBound else {
        path.removeLast()
        if let caller = path.last?.function { low[caller] = min(low[caller], low[function]) }
        if low[function] == order[function] { close(function) }
        continue
      }
      path[path.count - 1].next += 1
      let callee = Int(callees.numbers[next])
      if order[callee] < 0 {
        meet(callee)
        path.append((callee, callees[callee].lowerBound))
      } else if components[callee] < 0 {
        low[function] = min(low[function], order[callee])
      }
    }
  }

  private mutating func meet(_ function: Int) {
    order[function] = met
    low[function] = met
    met += 1
    open.append(Int32(clamping: function))
  }

  /// Gives a component to a function and to all that were met after it and have none.
  private mutating func close(_ function: Int) {
    while let member = open.popLast() {
      components[Int(member)] = Int32(clamping: count)
      if Int(member) == function { break }
    }
    count += 1
  }
}
