/// What the work of designs costs, in cycles for each time. All of it can be changed: only one number has a source.
package struct Costs: Hashable, Sendable {
  /// Something that costs.
  package enum Kind: String, CaseIterable, Sendable {
    /// A CR3 write.
    case flip
    /// A page that is touched between a write that flushes and the next one: its translation has to be found again.
    case refill
    /// A VERW, which clears buffers.
    case verw
    /// To hold the siblings of the core, by an inter-processor interrupt.
    case sync
    /// A flush of the level 1 data cache.
    case l1d
    /// A page fault that the design causes, with its handler.
    case fault

    /// What is counted, in a few words.
    package var about: String {
      switch self {
      case .flip: "a CR3 write"
      case .refill: "a page touched after a flush"
      case .verw: "a VERW"
      case .sync: "a hold of siblings"
      case .l1d: "a flush of the L1 data cache"
      case .fault: "a fault that the design causes"
      }
    }

    /// Where the usual number is from; nil if this project assumed it.
    package var source: String? {
      self == .flip ? "Linux Documentation/arch/x86/pti.rst" : nil
    }

    /// Cycles, unless something else is said. pti.rst has "on the order of a hundred cycles" for a CR3 write.
    package var standard: Int {
      switch self {
      case .flip: 100
      case .refill: 20
      case .verw: 500
      case .sync: 3000
      case .l1d: 10_000
      case .fault: 1000
      }
    }
  }

  /// A cost that cannot be taken; the description says why and what can.
  package enum Problem: Error, Hashable, CustomStringConvertible {
    /// There is no such cost.
    case unknown(String)
    /// What stands behind the name is no number of cycles in ``range``.
    case badNumber(Kind)

    package var description: String {
      switch self {
      case .unknown(let name):
        "there is no cost '\(name)'; expected one of \(Kind.allCases.map(\.rawValue).joined(separator: ", "))"
      case .badNumber(let kind):
        "expected \(kind.rawValue)=N, where N is a number of cycles from 0 to \(Costs.range.upperBound)"
      }
    }
  }

  /// The numbers of cycles that a cost can have.
  package static let range = 0...1_000_000_000

  private var changed: [Kind: Int] = [:]

  /// The usual costs.
  package init() {}

  /// The cycles of one time, in ``range``.
  package subscript(kind: Kind) -> Int { changed[kind] ?? kind.standard }

  /// Where a number is from: "assumed", "given", or its source.
  package func source(of kind: Kind) -> String {
    self[kind] == kind.standard ? kind.source ?? "assumed" : "given"
  }

  /// Takes a cost from a text, such as "flip=150". Throws if it names no cost or no number in ``range``.
  package mutating func set(_ text: String) throws(Problem) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let kind = Kind(rawValue: String(parts[0])) else { throw .unknown(String(parts[0])) }
    guard parts.count == 2, parts[1].allSatisfy({ ("0"..."9").contains($0) }), let number = Int(parts[1]),
      Self.range.contains(number)
    else { throw .badNumber(kind) }
    changed[kind] = number == kind.standard ? nil : number
  }
}
