import Isolation

/// For each function of a graph what decides whether an entry there needs the private space.
struct NearestReasons: Sendable {
  private let object: NearestFunctions
  private let gate: NearestFunctions
  /// Private text, and whatever is private; none if the exposed space maps all text.
  private let texts: [NearestFunctions]
  private let unknown: NearestFunctions

  /// Looks for the nearest function of each kind.
  init(_ graph: CallGraph, text: Settings.TextPolicy) {
    let callers = NumberLists(reversing: graph.callees, count: graph.functions.count)
    object = NearestFunctions(in: graph, callers: callers) { !graph.objects.lists[$0].isEmpty }
    gate = NearestFunctions(in: graph, callers: callers) { !graph.gates.lists[$0].isEmpty }
    texts =
      text == .split
      ? [
        NearestFunctions(in: graph, callers: callers) { graph.functions[$0].isPrivateText },
        NearestFunctions(in: graph, callers: callers) { graph.functions[$0].isPrivate },
      ] : []
    unknown = NearestFunctions(in: graph, callers: callers) { graph.functions[$0].unknowns > 0 }
  }

  /// What decides for an entry whose function has this number.
  func reason(from function: Int, in graph: CallGraph, with finder: ClosureFinder) -> ClosureSummary.Reason {
    let context = finder.context
    guard !context.isAllMapped else { return .allMapped }
    if let way = object.way(from: function, in: graph.callees) {
      let link = finder.knownFacts(of: graph.end(of: way)).accesses.first { context.isPrivateData(Int($0.region)) }
      if let link { return .object(context.start(of: link), graph.places(way, context)) }
    }
    if let way = gate.way(from: function, in: graph.callees),
      let link = finder.knownFacts(of: graph.end(of: way)).gates.first
    {
      return .gate(context.start(of: link), graph.places(way, context))
    }
    for text in texts {
      if let way = text.way(from: function, in: graph.callees) { return .text(graph.places(way, context)) }
    }
    if let way = unknown.way(from: function, in: graph.callees),
      let place = finder.knownFacts(of: graph.end(of: way)).unknowns.first
    {
      return .unknown(place.reason, site: UInt64(place.site), graph.places(way, context))
    }
    return .nothing
  }
}

extension CallGraph {
  /// The region of the function at the end of a way.
  fileprivate func end(of way: NearestFunctions.Way) -> Int {
    Int(functions[way.last.last ?? way.first.last ?? 0].region)
  }

  /// The places of the functions of a way.
  fileprivate func places(_ way: NearestFunctions.Way, _ context: ClosureContext) -> ClosureSummary.Way {
    func place(_ function: Int) -> ObjectPlace { context.regions.extent(Int(functions[function].region)).start }
    return ClosureSummary.Way(first: way.first.map(place), last: way.last.map(place), count: way.count)
  }
}

extension ClosureContext {
  /// Where the region starts that a link leads to.
  fileprivate func start(of link: RegionFacts.Link) -> ObjectPlace { regions.extent(Int(link.region)).start }
}
