import Bytes
import ELF
import Isolation
import SectionCheck
import TestSupport
import Testing

/// One search from all entries finds ways that are as short as those of each entry's own closure.
@Suite struct EntryPathsTests {
  @Test func theNearestEntryLeads() throws {
    let graph = CallGraph(["a": ["b"], "b": ["c"], "c": ["d"], "d": [], "e": ["d"], "lonely": ["d"]])
    let paths = try graph.paths(from: ["a", "e"])
    #expect(paths["c"] == ["a", "b", "c"])
    #expect(paths["d"] == ["e", "d"])
    #expect(paths["a"] == ["a"])
    #expect(paths["lonely"] == .some(nil))
  }

  @Test func ofEqualWaysThatOfTheFirstEntry() throws {
    let graph = CallGraph(["a": ["x"], "b": ["x"], "x": []])
    #expect(try graph.paths(from: ["a", "b"])["x"] == ["a", "x"])
  }

  @Test func circlesEnd() throws {
    let graph = CallGraph(["a": ["b"], "b": ["a", "b", "c"], "c": ["a"]])
    #expect(try graph.paths(from: ["a"])["c"] == ["a", "b", "c"])
  }

  @Test func coldPartsCountAsTheirFunction() throws {
    let graph = CallGraph(["a": ["b"], "b": ["b.cold"], "b.cold": ["c"], "c": []])
    #expect(try graph.paths(from: ["a"])["c"] == ["a", "b", "c"])
  }

  @Test func noShorterWayThanThoseOfClosures() throws {
    try withSeeds(30) { random in
      let names = (0..<Int.random(in: 2...30, using: &random)).map { "f\($0)" }
      var calls: [String: [String]] = [:]
      for name in names {
        calls[name] = (0..<Int.random(in: 0...3, using: &random)).compactMap { _ in names.randomElement(using: &random)
        }
      }
      let entries = names.filter { _ in Int.random(in: 0..<5, using: &random) == 0 }
      let graph = CallGraph(calls)
      let paths = try graph.paths(from: entries)
      let lengths = try graph.closureLengths(from: entries)
      for name in names {
        #expect(paths[name]??.count == lengths[name], "\(name) from \(entries) in \(calls)")
      }
    }
  }
}

/// Functions that call each other, as an object file.
private struct CallGraph {
  private let names: [String]
  private let set: ObjectSet

  init(_ calls: [String: [String]]) {
    names = calls.keys.sorted()
    var bytes: [UInt8] = []
    var object = ObjectWriter()
    var relocations: [(offset: Int, callee: String)] = []
    var starts: [Int] = []
    for name in names {
      starts.append(bytes.count)
      for callee in calls[name] ?? [] {
        relocations.append((bytes.count + 1, callee))
        bytes += [0xe8, 0, 0, 0, 0]
      }
      bytes.append(0xc3)
    }
    let text = object.addSection(".text", [.allocated, .execute], bytes)
    var symbols: [String: Int] = [:]
    for (name, (start, end)) in zip(names, zip(starts, starts.dropFirst() + [bytes.count])) {
      symbols[name] = object.addSymbol(
        name, .function, in: text, offset: UInt64(start), size: UInt64(end - start), isGlobal: true)
    }
    for (offset, callee) in relocations {
      object.addRelocation(in: text, offset: UInt64(offset), .plt32, symbols[callee] ?? 0, addend: -4)
    }
    let files = try? ObjectFile.files(in: FileBytes(name: "graph.o", object.bytes()))
    set = ObjectSet(files ?? [], policy: .standard)
  }

  private func places() -> [String: ObjectPlace] {
    Dictionary(uniqueKeysWithValues: set.places { _ in true }.map { ($0.name, $0.place) })
  }

  /// The way to each function; nil if no entry leads there. The search is made in small portions.
  func paths(from entries: [String]) throws -> [String: [String]?] {
    let places = places()
    var finder = ClosureFinder(set, policy: .standard)
    let starts = try entries.map { (name: $0, place: try #require(places[$0])) }
    var paths = EntryPaths(from: starts, with: finder)
    while !paths.isComplete { paths.searchMore(2, with: &finder) }
    return places.mapValues { paths.path(to: $0, with: finder) }
  }

  /// How many functions the shortest of the ways in the closures of entries has.
  func closureLengths(from entries: [String]) throws -> [String: Int] {
    let places = places()
    var finder = ClosureFinder(set, policy: .standard)
    var lengths: [String: Int] = [:]
    for entry in entries {
      let closure = finder.closure(of: entry, at: try #require(places[entry]))
      for position in closure.functions.indices {
        let name = set.name(of: closure.functions[position].place).symbol
        lengths[name] = min(lengths[name] ?? .max, closure.path(to: position).count)
      }
    }
    return lengths
  }
}
