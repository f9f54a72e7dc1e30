import Isolation

/// What many entries reach, in numbers: each piece of code is read once, and what several entries share is counted
/// once for all of them. The work is done in small parts, so that its progress can be shown.
///
/// First all code that is reached is read. Functions that reach each other are one node then, and `ReachCounts` counts
/// what each node reaches.
package struct EntryReach: Sendable {
  private let entries: [(name: String, place: ObjectPlace)]
  /// By entry its function.
  private var starts: [Int32] = []
  private var graph: CallGraph
  private var counted: Counted?

  /// What is known when all code has been read.
  fileprivate struct Counted: Sendable {
    let components: CallComponents
    var counts: ReachCounts
    /// Where the nodes of components begin: objects and gates have lower numbers.
    let firstComponent: Int
    let nearest: NearestReasons
  }

  /// Prepares for entries in the files of a finder.
  package init(_ entries: [(name: String, place: ObjectPlace)], with finder: ClosureFinder) {
    self.entries = entries
    graph = CallGraph(regionCount: finder.context.regions.count)
    for entry in entries { starts.append(graph.meet(finder.context.regions.region(entry.place))) }
  }

  /// Whether all summaries are known.
  package var isComplete: Bool { counted?.counts.blocksLeft == 0 }

  /// How many functions are done of those that are known to be reached: reading them is one half of the work, counting what
  /// they reach the other.
  package var functions: (done: Int, all: Int) {
    let all = graph.metCount
    guard let counts = counted?.counts else { return (graph.functions.count / 2, all) }
    return (all - (all * counts.blocksLeft + 1) / (2 * max(counts.blockCount, 1)), all)
  }

  /// How many functions have been read, and links between them looked at: a measure of the work.
  package var steps: Int { graph.functions.count + graph.callees.numbers.count + (counted?.counts.steps ?? 0) }

  /// Does some more work, about so many steps of it, with the finder for whose files this was prepared.
  package mutating func work(_ count: Int, with finder: inout ClosureFinder) {
    if counted == nil {
      let end = graph.functions.count + count
      while graph.functions.count < end, let region = graph.nextRegion {
        graph.add(finder.facts(of: region), finder.context)
      }
      if graph.nextRegion == nil { counted = Counted(graph, entries: starts, text: finder.context.classes.text) }
      return
    }
    let end = steps + count
    repeat { counted?.counts.countBlock() } while !isComplete && steps < end
  }

  /// What an entry needs, by its position; nil until all work is done.
  package func summary(of entry: Int, with finder: ClosureFinder) -> ClosureSummary? {
    guard let counted, isComplete else { return nil }
    let function = Int(starts[entry])
    let total = counted.counts.total(of: counted.firstComponent + Int(counted.components.components[function]))
    return ClosureSummary(
      entry: entries[entry].name, functions: total.functions, privateObjects: total.objects, gates: total.gates,
      unknowns: total.unknowns, privateFunctions: total.privateFunctions,
      reason: counted.nearest.reason(from: function, in: graph, with: finder))
  }
}

extension EntryReach.Counted {
  /// Prepares the counting of what components reach; objects and gates come first, as nothing follows from them.
  fileprivate init(_ graph: CallGraph, entries: [Int32], text: Settings.TextPolicy) {
    components = CallComponents(graph.callees)
    firstComponent = graph.objects.count + graph.gates.count
    nearest = NearestReasons(graph, text: text)
    var nodes = [ReachCounts.Weight](repeating: .init(objects: 1), count: graph.objects.count)
    nodes += [ReachCounts.Weight](repeating: .init(gates: 1), count: graph.gates.count)
    nodes += [ReachCounts.Weight](repeating: .init(), count: components.count)
    for (number, function) in graph.functions.enumerated() {
      let node = firstComponent + Int(components.components[number])
      nodes[node].functions += 1
      nodes[node].unknowns += Int(function.unknowns)
      nodes[node].privateFunctions += function.isPrivate ? 1 : 0
    }
    var wanted = [Bool](repeating: false, count: nodes.count)
    for function in entries { wanted[firstComponent + Int(components.components[Int(function)])] = true }
    counts = ReachCounts(nodes, graph.links(between: components, from: firstComponent), wanted: wanted)
  }
}

extension CallGraph {
  /// What the nodes of components lead to, the highest number first; objects and gates lead nowhere.
  fileprivate func links(between components: CallComponents, from firstComponent: Int) -> NumberLists {
    let members = NumberLists(grouping: components.components, count: components.count)
    var marks = [Int32](repeating: -1, count: firstComponent + components.count)
    var links = NumberLists()
    for _ in 0..<firstComponent { links.endOwner() }
    for component in 0..<components.count {
      let own = Int32(clamping: firstComponent + component)
      marks[Int(own)] = own
      var found: [Int32] = []
      for position in members[component] {
        let function = Int(members.numbers[position])
        for index in callees[function] {
          found.append(Int32(clamping: firstComponent) + components.components[Int(callees.numbers[index])])
        }
        for index in objects.lists[function] { found.append(objects.lists.numbers[index]) }
        for index in gates.lists[function] {
          found.append(Int32(clamping: objects.count) + gates.lists.numbers[index])
        }
      }
      found.removeAll { node in
        if marks[Int(node)] == own { return true }
        marks[Int(node)] = own
        return false
      }
      for node in found.sorted(by: >) { links.append(node) }
      links.endOwner()
    }
    return links
  }
}
