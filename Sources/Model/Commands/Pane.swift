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
  /// What would leak to whom, and what would stop it.
  case verdict
  /// The translations that are cached.
  case tlb
  /// What is left inside of the core.
  case buffers
  /// What the scope implies, where this design flips, and what selects that.
  case derivation
  /// Code that leaves the exposed space, found without running it.
  case findings
  /// Two designs in lock-step.
  case compare
  /// The switches of the machine and its kernel.
  case toggles
  /// What can be put in at this step.
  case inject
  /// The keys.
  case help
}
