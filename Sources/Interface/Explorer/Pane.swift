/// A part of the screen with a topic of its own.
package enum Pane: String, CaseIterable, Sendable {
  /// The whole timeline in one line a processor.
  case ribbon
  /// What happens at this step, and why.
  case now
  /// The steps around this one.
  case steps
  /// What each space maps.
  case map
  /// The register and its last write.
  case cr3
  /// Every level of one translation.
  case walk
  /// The keys.
  case help
}
