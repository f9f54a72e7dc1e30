/// Shortest ways from the entries to all code that they reach by direct calls and jumps.
///
/// All entries start at once, so that each piece of code is read once: the way to it is from the nearest entry, and
/// from the first of those by name. The search is made in small parts, while the user does nothing.
///
///     entry a ---> b ---> c          c: a > b > c
///     entry d ------------^             not d > c > ..., if d comes after a and its way is no shorter
package struct EntryPaths: Sendable {
  /// The names of entries by the region where they start.
  private let names: [Int: String]
  /// The regions that are reached, nearest first.
  private var order: [Int]
  /// By region, the region that leads there: itself for an entry; -1 if none does so far.
  private var callers: [Int32]
  /// How many of `order` have been read.
  private var position = 0

  /// Prepares a search; of several entries that start at one place the first has the name.
  package init(from entries: [(name: String, place: ObjectPlace)], with finder: ClosureFinder) {
    callers = Array(repeating: -1, count: finder.context.regions.count)
    order = []
    var names: [Int: String] = [:]
    for entry in entries {
      let region = finder.context.regions.region(entry.place)
      guard names[region] == nil else { continue }
      names[region] = entry.name
      callers[region] = Int32(clamping: region)
      order.append(region)
    }
    self.names = names
  }

  /// Whether all code that entries reach has been read.
  package var isComplete: Bool { position == order.count }

  /// Reads so many more pieces of code, with the finder for whose files the search was prepared.
  package mutating func searchMore(_ count: Int, with finder: inout ClosureFinder) {
    let end = position + count
    while position < min(end, order.count) {
      let region = order[position]
      for link in finder.facts(of: region).calls where callers[Int(link.region)] < 0 {
        callers[Int(link.region)] = Int32(clamping: region)
        order.append(Int(link.region))
      }
      position += 1
    }
  }

  /// The names from an entry to the code at a place, of a long way the first and the last and how many are between them;
  /// nil if no way is known so far.
  package func path(to place: ObjectPlace, with finder: ClosureFinder) -> [String]? {
    var region = finder.context.regions.region(place)
    guard callers[region] >= 0 else { return nil }
    var way = [region]
    while callers[region] != region {
      region = Int(callers[region])
      way.append(region)
    }
    way.reverse()
    guard way.count > ClosureSummary.Way.limit else { return path(way[...], finder) }
    let part = ClosureSummary.Way.part
    return path(way.prefix(part), finder) + ["... \(way.count - 2 * part) more ..."] + path(way.suffix(part), finder)
  }

  private func path(_ way: ArraySlice<Int>, _ finder: ClosureFinder) -> [String] {
    var path: [String] = []
    for region in way {
      let start = finder.context.regions.extent(region).start
      // A part that was moved away, such as foo.cold, counts as its function.
      let name = (names[region] ?? finder.context.set.name(of: start).symbol).withoutPart
      if name != path.last { path.append(name) }
    }
    return path
  }
}

extension String {
  /// The name of the function that a part belongs to: "foo" for "foo.cold" and "foo.cold.3".
  package var withoutPart: String {
    guard let dot = utf8.firstIndex(of: UInt8(ascii: ".")), utf8[dot...].starts(with: ".cold".utf8) else {
      return self
    }
    return String(self[..<dot])
  }
}
