import ELF
import Isolation
import SectionCheck
import TestSupport
import Testing

/// What is counted of all entries together is what the closure of each says, and costs no more than the file.
struct EntryReachTests {
  /// Functions of an object, each with those that it calls and whether it reads a variable of its own.
  private struct Graph {
    var calls: [[Int]]
    var reads: Set<Int> = []
    var sections: [Int: String] = [:]

    /// The files, and a symbol "f" and number for each function.
    func set() throws -> ObjectSet {
      var object = SmallObject()
      for (number, callees) in calls.enumerated() {
        var bytes: [UInt8] = []
        var fields: [SmallObject.Field] = []
        for callee in callees {
          fields.append(.init(bytes.count + 1, .plt32, "f\(callee)", -4))
          bytes += [0xe8, 0, 0, 0, 0]
        }
        if reads.contains(number) {
          fields.append(.init(bytes.count + 2, .relative32, "v\(number)", -4))
          bytes += [0x8b, 0x05, 0, 0, 0, 0]
        }
        let section = sections[number] ?? ".text..exposed"
        let start = object.append(bytes + [0xc3], to: section, fields)
        object.label("f\(number)", in: section, at: start, size: bytes.count + 1, kind: .function, isGlobal: true)
      }
      for number in reads.sorted() { object.add("v\(number)", in: ".data", [0, 0, 0, 0]) }
      return try ObjectSet(object)
    }
  }

  /// The summaries of all functions as entries, and how many steps they took.
  private func summaries(_ set: ObjectSet, _ policy: SectionPolicy = .standard, portion: Int = 50) throws
    -> (entries: [(name: String, place: ObjectPlace)], summaries: [ClosureSummary], steps: Int)
  {
    let entries = set.places { $0.hasPrefix("f") }
    var finder = ClosureFinder(set, policy: policy)
    var reach = EntryReach(entries, with: finder)
    var done = 0
    while !reach.isComplete {
      #expect(reach.summary(of: 0, with: finder) == nil)
      reach.work(portion, with: &finder)
      #expect(reach.functions.all >= reach.functions.done)
      done = reach.functions.done
    }
    #expect(done == reach.functions.all && done > 0)
    return (entries, try entries.indices.map { try #require(reach.summary(of: $0, with: finder)) }, reach.steps)
  }

  /// Random graphs of all kinds of references, under both text policies.
  @Test func closures() throws {
    try withSeeds(100) { random in
      let set = try ObjectSet(NaiveClosure.random(&random).file)
      for text in [Settings.TextPolicy.public, .split] {
        let policy = SectionPolicy.standard(text)
        let all = try summaries(set, policy, portion: random.number(1...20))
        var finder = ClosureFinder(set, policy: policy)
        for (entry, summary) in zip(all.entries, all.summaries) {
          #expect(summary == ClosureSummary(finder.closure(of: entry.name, at: entry.place)))
        }
      }
    }
  }

  /// More functions than a block of bits has, with long ways and parts that reach each other.
  @Test func large() throws {
    try withSeeds(3) { random in
      let count = 700
      var graph = Graph(calls: [])
      for number in 0..<count {
        let near = min(number + random.number(1...9), count - 1)
        let back = random.oneIn(12) ? [random.number(max(0, number - 5)...number)] : []
        graph.calls.append(random.oneIn(3) ? [near, random.number(number...count - 1)] + back : [near] + back)
        if random.oneIn(9) { graph.reads.insert(number) }
        if random.oneIn(40) { graph.sections[number] = ".text" }
      }
      let set = try graph.set()
      let policy = SectionPolicy.standard(random.oneIn(2) ? .public : .split)
      let all = try summaries(set, policy)
      var finder = ClosureFinder(set, policy: policy)
      for _ in 0..<40 {
        let number = random.number(0...count - 1)
        let entry = all.entries[number]
        #expect(all.summaries[number] == ClosureSummary(finder.closure(of: entry.name, at: entry.place)))
      }
    }
  }

  /// Of a long way the first and the last functions are named, whoever looks for it.
  @Test(arguments: [39, 40, 41, 42, 60, 100]) func longWays(count: Int) throws {
    let set = try Graph(calls: (0..<count).map { $0 + 1 < count ? [$0 + 1] : [] }, reads: [count - 1]).set()
    let all = try summaries(set)
    var finder = ClosureFinder(set, policy: .standard)
    for (entry, summary) in zip(all.entries, all.summaries) {
      #expect(summary == ClosureSummary(finder.closure(of: entry.name, at: entry.place)))
    }
    let first = try #require(all.summaries.first)
    guard case .object(_, let way) = first.reason else {
      Issue.record("\(first)")
      return
    }
    #expect(way.count == count && way.omitted == max(0, count > 40 ? count - 40 : 0))
    #expect(way.end.map { set.name(of: $0).symbol } == "f\(count - 1)")
  }

  /// Functions in a ring reach the same: they are counted once, not once for each.
  @Test(arguments: [500, 1000]) func ring(count: Int) throws {
    let graph = Graph(calls: (0..<count).map { [($0 + 1) % count] }, reads: [7])
    let all = try summaries(try graph.set(), portion: 100_000)
    #expect(all.summaries.allSatisfy { $0.functions == count && $0.privateObjects == 1 && !$0.isExposable })
    #expect(all.steps <= 3 * count)
  }

  /// A complete graph has many links, each of which is looked at once or twice.
  @Test func complete() throws {
    let count = 60
    let all = try summaries(try Graph(calls: (0..<count).map { n in (0..<count).filter { $0 != n } }).set())
    #expect(all.summaries.allSatisfy { $0.functions == count && $0.reason == .nothing })
    #expect(all.steps <= 2 * count * count)
  }

  /// Links that say nothing new are dropped: of all calls forward only those to the next function are left.
  @Test func forward() throws {
    let count = 100
    let all = try summaries(try Graph(calls: (0..<count).map { n in Array(n + 1..<max(count, n + 1)) }).set())
    #expect(all.summaries.map(\.functions) == (0..<count).map { count - $0 })
    #expect(all.steps <= count * count + 10 * count)
  }
}
