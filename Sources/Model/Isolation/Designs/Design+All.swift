extension Design {
  /// Every design, from the least to the most that was proposed.
  package static let all: [Design] = [.nopti, .pti, .asi3, .gasi, .unified]

  /// The design where nobody names one: its kernel leaves the exposed space at gates only.
  package static var standard: Design { .unified }

  /// The order in which designs come to be compared: what the kernel has today is what people compare with.
  package static let byInterest: [Design] = [.unified, .pti, .nopti, .asi3, .gasi]

  /// The design of a name; nil if there is none.
  package init?(named name: String) {
    guard let design = Self.all.first(where: { $0.name == name }) else { return nil }
    self = design
  }

  /// The design that a recorded kernel runs under.
  package static func recorded(hasHalves: Bool) -> Design { hasHalves ? .pti : .nopti }

  /// The design that a protection scope leads to.
  package static func derived(isAttacked: Bool, flipsAtEntry: Bool) -> Design {
    isAttacked ? flipsAtEntry ? .pti : .unified : .nopti
  }

  /// The design that this one is usually compared with.
  package var rival: Design { Design(named: rivalName) ?? .standard }

  /// The one that comes after this one in a list, and after the last the first.
  package func following(in designs: [Design] = all) -> Design {
    designs[((designs.firstIndex(of: self) ?? -1) + 1) % designs.count]
  }
}
