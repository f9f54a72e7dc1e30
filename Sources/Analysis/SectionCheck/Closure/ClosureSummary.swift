import Isolation

/// How much an entry reaches, and what decides whether it needs the private space.
package struct ClosureSummary: Hashable, Sendable {
  /// A shortest way from the entry's own function to another one.
  package struct Way: Hashable, Sendable {
    /// The most functions of a way that are named; of a longer one the first and the last are.
    package static let limit = 40
    /// How many are named of each end of a longer one.
    package static let part = limit / 2

    /// The functions from the entry's own on: all of them, or the first ones of a long way.
    package let first: [ObjectPlace]
    /// The last ones of a long way; else empty.
    package let last: [ObjectPlace]
    /// How many functions are on the way, both ends included.
    package let count: Int

    /// How many functions of the way are not named.
    package var omitted: Int { count - first.count - last.count }

    /// The function at its end.
    package var end: ObjectPlace? { last.last ?? first.last }
  }

  /// What decides.
  package enum Reason: Hashable, Sendable {
    /// All of the kernel is mapped while user code runs.
    case allMapped
    /// It reads or writes a private object; the first that the nearest function accesses.
    case object(ObjectPlace, Way)
    /// It goes through a gate.
    case gate(ObjectPlace, Way)
    /// It runs text that is not exposed and not mapped: the nearest private text, or else text of another class.
    case text(Way)
    /// All that can be seen is mapped, but something cannot be followed: what, at how many bytes from the start of the
    /// section of the last function of the way.
    case unknown(Closure.Unknown.Reason, site: UInt64, Way)
    /// All is mapped and can be seen.
    case nothing
  }

  /// The name of the entry.
  package let entry: String
  /// How many functions it reaches, its own included.
  package let functions: Int
  /// How many private objects it reads or writes.
  package let privateObjects: Int
  /// How many gates it calls.
  package let gates: Int
  /// How many places cannot be followed.
  package let unknowns: Int
  /// How many functions are neither exposed nor gates.
  package let privateFunctions: Int
  /// What decides.
  package let reason: Reason

  /// Whether it can run in the exposed space for certain: nothing private, and nothing that cannot be followed; or
  /// nothing is private at all.
  package var isExposable: Bool { reason == .allMapped || reason == .nothing }
}

extension ClosureSummary {
  /// Sums up a closure.
  package init(_ closure: Closure) {
    entry = closure.entry
    functions = closure.functions.count
    let data = closure.privateData
    privateObjects = data.count
    gates = closure.gates.count
    unknowns = closure.unknowns.count
    privateFunctions = closure.privateFunctions.count
    let ways = ClosureWays(closure)
    if closure.isAllMapped {
      reason = .allMapped
    } else if let object = data.first {
      reason = .object(object.place, ways.way(to: object.function))
    } else if let gate = closure.gates.first {
      reason = .gate(gate.place, ways.way(to: gate.function))
    } else if closure.text == .split, let position = closure.nearestPrivateFunction {
      reason = .text(ways.way(to: position))
    } else if let unknown = closure.unknowns.first {
      reason = .unknown(unknown.reason, site: unknown.site, ways.way(to: unknown.function))
    } else {
      reason = .nothing
    }
  }
}

extension Closure {
  fileprivate var nearestPrivateFunction: Int? {
    functions.firstIndex { $0.isPrivate && $0.linkClass == .privateText } ?? functions.firstIndex(where: \.isPrivate)
  }
}
