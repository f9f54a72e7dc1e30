import ELF
import Isolation
package import SectionCheck
import Synchronization

/// The closures of entries: what an exposed space would have to map, so that they need no flip.
package struct ClosureReport {
  /// The files in which the closures are.
  let set: ObjectSet
  private let names = ReadNames()

  /// Reports closures of a set.
  package init(_ set: ObjectSet) {
    self.set = set
  }

  /// The name of the symbol at a place. Many ways lead through the same functions: each is read once.
  func symbol(at place: ObjectPlace) -> String { names.name(of: place) { set.name(of: place).symbol } }

  /// The most places that are not followed, of one closure, that are listed.
  static let listLimit = 100_000

  /// How many more there are; nil for none.
  func unlisted(_ closure: Closure) -> Int? {
    closure.unknowns.count > Self.listLimit ? closure.unknowns.count - Self.listLimit : nil
  }

  /// The names of the files.
  package var source: String { self.set.files.map(\.name).joined(separator: ", ") }

  /// The name of a function of a closure; the entry's own has the name that was asked for.
  func name(_ closure: Closure, _ function: Int) -> String {
    function == 0 ? closure.entry : set.name(of: closure.functions[function].place).symbol
  }

  /// "foo+0x1a": a place in a function's section.
  func place(_ closure: Closure, _ function: Int, _ site: UInt64) -> String {
    let start = closure.functions[function].place
    let distance = site >= start.offset ? site - start.offset : 0
    return "\(name(closure, function))+0x\(String(distance, radix: 16))"
  }

  /// "a > b > c", from the entry's own function to one; a part that was moved away (foo.cold) counts as its function.
  func words(_ way: ClosureSummary.Way, from entry: String) -> String {
    var names: [String] = []
    func add(_ name: String) { if names.last != name { names.append(name) } }
    for (position, place) in way.first.enumerated() {
      add((position == 0 ? entry : symbol(at: place)).withoutPart)
    }
    if way.omitted > 0 { names.append("... \(way.omitted) more ...") }
    for place in way.last { add(symbol(at: place).withoutPart) }
    return names.joined(separator: " > ")
  }

  /// The name of the function at the end of a way.
  func end(of way: ClosureSummary.Way, from entry: String) -> String {
    guard way.count > 1, let end = way.end else { return entry }
    return set.name(of: end).symbol
  }

  /// "foo+0x1a": a place in the section of the function at the end of a way.
  func place(_ site: UInt64, atEndOf way: ClosureSummary.Way, from entry: String) -> String {
    let start = way.end?.offset ?? 0
    return "\(end(of: way, from: entry))+0x\(String(site >= start ? site - start : 0, radix: 16))"
  }

  /// A section that the exposed space would have to hold, and what of it.
  struct Holding {
    let section: String
    let isText: Bool
    var names: Set<String>
    var bytes: UInt64
    /// Whether the exposed space maps it as it is, because of the text policy.
    let isMapped: Bool
  }

  /// What the exposed space would have to hold, data first, then by name.
  func holdings(_ closure: Closure) -> [Holding] {
    var holdings: [String: Holding] = [:]
    for object in closure.privateData {
      let section = set.section(object.place).name
      holdings[
        section,
        default: Holding(section: section, isText: object.linkClass.isText, names: [], bytes: 0, isMapped: false)
      ].add(set.name(of: object.place).symbol, object.size)
    }
    for (position, function) in closure.functions.enumerated() where !function.isExposed {
      guard function.linkClass == .privateText else { continue }
      let section = set.section(function.place).name
      holdings[
        section,
        default: Holding(section: section, isText: true, names: [], bytes: 0, isMapped: closure.text == .public)
      ].add(name(closure, position).withoutPart, function.size)
    }
    return holdings.values.sorted { ($0.isText ? 1 : 0, $0.section) < ($1.isText ? 1 : 0, $1.section) }
  }
}

extension ClosureReport.Holding {
  fileprivate mutating func add(_ name: String, _ size: UInt64) {
    names.insert(name)
    bytes = bytes.addingReportingOverflow(size).partialValue
  }
}

/// Names that were read before.
private final class ReadNames: Sendable {
  private let names = Mutex<[ObjectPlace: String]>([:])
  private static let limit = 100_000

  func name(of place: ObjectPlace, _ read: () -> String) -> String {
    if let known = names.withLock({ $0[place] }) { return known }
    let name = read()
    names.withLock { if $0.count < Self.limit { $0[place] = name } }
    return name
  }
}
