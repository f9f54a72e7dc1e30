import Isolation
import SectionCheck
import TestSupport
import Testing

/// Closures agree with naive ones of random graphs.
struct ClosurePropertyTests {
  @Test func naive() throws {
    var (functions, gates, objects, unknowns) = (0, 0, 0, 0)
    let all = try withSeeds(300) { random in
      let graph = NaiveClosure.random(&random)
      let set = try ObjectSet(graph.file)
      let closure = try set.closure(of: "f0")
      let distances = graph.distances
      func name(_ place: ObjectPlace) -> String { set.name(of: place).symbol }

      #expect(Set(closure.functions.map { name($0.place) }) == Set(distances.keys.map { "f\($0)" }))
      for (position, function) in closure.functions.enumerated() {
        #expect(distances[Int(name(function.place).dropFirst()) ?? -1] == closure.path(to: position).count - 1)
        guard let caller = function.caller.map({ closure.functions[$0] }) else { continue }
        let edges = graph.edges[Int(name(caller.place).dropFirst()) ?? 0]
        #expect(edges.contains { "f\($0.to)" == name(function.place) })
      }
      let read = distances.keys.flatMap { graph.reads[$0] }.map { "v\($0)" }
      #expect(Set(closure.objects.map { name($0.place) }) == Set(read))
      for object in closure.objects {
        let nearest = graph.distance(toReaderOf: name(object.place))
        let found = closure.path(to: object.function).count - 1
        #expect(nearest == found)
      }
      let passed = distances.keys.flatMap { graph.edges[$0] }.filter { graph.sections[$0.to] == 2 }.map { "f\($0.to)" }
      #expect(Set(closure.gates.map { name($0.place) }) == Set(passed))
      #expect(closure.unknowns.map(\.reason.rawValue).sorted() == graph.reasons.sorted())
      unknowns += closure.unknowns.count
      #expect(closure.needsPrivate == (!read.isEmpty || !passed.isEmpty))
      functions += closure.functions.count
      gates += closure.gates.count
      objects += closure.objects.count
    }
    if all { #expect(functions > 500 && gates > 50 && objects > 200 && unknowns > 200) }
  }

  /// One finder for all entries, in any order, says what a new one says.
  @Test func remembering() throws {
    try withSeeds(60) { random in
      let graph = NaiveClosure.random(&random)
      let set = try ObjectSet(graph.file)
      var finder = ClosureFinder(set, policy: .standard)
      for number in graph.sections.indices.shuffled(using: &random) {
        let place = try #require(set.places { $0 == "f\(number)" }.first?.place)
        let closure = finder.closure(of: "f\(number)", at: place)
        #expect(ClosureText(closure, in: set) == (try set.text(of: "f\(number)")))
      }
    }
  }
}
