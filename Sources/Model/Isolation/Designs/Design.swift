/// A way to split what a process maps over several spaces.
package enum Design: String, CaseIterable, Sendable {
  /// One space, K: the kernel is mapped while user code runs.
  case nopti
  /// Page-table isolation: U while user code runs, K for the kernel. Linux 6.12 arch/x86/mm/pti.c.
  case pti
  /// Two spaces, E and P: what may leak to the process is exposed to it, and the kernel leaves E only for
  /// what is private. P. Zijlstra and T. Gleixner, LKML 12 July 2019; never built.
  case unified
}

extension Design {
  /// The kinds of spaces that a process has, the one of user code first.
  package var spaceKinds: [SpaceKind] { self == .nopti ? [.private] : [.exposed, .private] }

  /// The kind of space that user code runs with.
  package var userSpaceKind: SpaceKind { self == .nopti ? .private : .exposed }

  /// The name of a process's space of a kind.
  package func spaceName(_ spaceKind: SpaceKind) -> String {
    switch (self, spaceKind) {
    case (.nopti, _), (.pti, .private): "K"
    case (.pti, .exposed): "U"
    case (.unified, .exposed): "E"
    case (.unified, .private): "P"
    case (_, .isolated): "I"
    }
  }

  /// The most private class that a space of a kind maps.
  package func letter(_ spaceKind: SpaceKind) -> PageClass {
    switch (self, spaceKind) {
    case (_, .private): .private
    case (.unified, .exposed), (_, .isolated): .exposed
    case (_, .exposed): .user
    }
  }

  /// The classes that the exposed space maps. Under unified it is the largest set that the scope allows, and
  /// always what entries need and the process itself.
  package func exposedClasses(scope: ProtectionScope, settings: Settings) -> Set<SectionClass> {
    switch self {
    case .nopti: return []
    case .pti: return settings.ptiMapsText ? [.user, .entry, .exposedText, .text] : [.user, .entry]
    case .unified:
      var classes = scope.allowedClasses.subtracting([.privateKernel, .directMap])
      if settings.text == .split { classes.remove(.text) }
      return classes.union([.user, .entry])
    }
  }

  /// One sentence about the design.
  package var summary: String {
    switch self {
    case .nopti: "one space: the kernel stays mapped while user code runs"
    case .pti: "user code runs with a space that maps almost no kernel; every entry flips"
    case .unified: "user and exposed kernel code share a space; only private work flips"
    }
  }
}
