/// What an exercise is about.
package enum ExerciseKind: String, CaseIterable, Sendable {
  /// Page tables as words in memory, and addresses to translate.
  case translate
  /// Mappings in two spaces, and accesses of which some fault.
  case faults
  /// Events, and the CR3 writes that each design needs for them.
  case flips
  /// Two threads of a core, and the moments at which one has to be held.
  case siblings
  /// Sections and their classes, and the flip points that follow.
  case derive

  /// One line about it, for lists and as the title of a sheet.
  package var summary: String {
    switch self {
    case .translate: "Translate addresses by hand"
    case .faults: "Find the accesses that fault"
    case .flips: "Count the flips under each design"
    case .siblings: "Find the kernel entries at which a sibling is held"
    case .derive: "Derive the flip points from a protection scope"
    }
  }
}
