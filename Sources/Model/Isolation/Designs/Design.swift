/// A way to split what a process maps over several spaces.
package enum Design: String, CaseIterable, Sendable {
  /// One space, K: the kernel is mapped while user code runs.
  case nopti
  /// Page-table isolation: U while user code runs, K for the kernel. Linux 6.12 arch/x86/mm/pti.c.
  case pti
  /// Three spaces: those of page-table isolation, and I for kernel code that needs nothing secret. A. Chartre,
  /// "Kernel Address Space Isolation" RFC v2, LKML 11 July 2019, which isolated exits of virtual machines only;
  /// here every syscall enters I.
  case asi3
  /// Two spaces, R and K: the kernel runs in R until a page fault says that it must not. J. Shahid, B. Jackman,
  /// "Address Space Isolation" RFCs, LKML 2022 to 2025, with the class for user code.
  case gasi
  /// Two spaces, E and P: what may leak to the process is exposed to it, and the kernel leaves E only for
  /// what is private. P. Zijlstra and T. Gleixner, LKML 12 July 2019; never built.
  case unified
}

extension Design {
  /// The kinds of spaces that a process has, the one of user code first.
  package var spaceKinds: [SpaceKind] {
    switch self {
    case .nopti: [.private]
    case .asi3: [.exposed, .isolated, .private]
    case .pti, .gasi, .unified: [.exposed, .private]
    }
  }

  /// The kind of space that user code runs with.
  package var userSpaceKind: SpaceKind { self == .nopti ? .private : .exposed }

  /// The name of a process's space of a kind.
  package func spaceName(_ spaceKind: SpaceKind) -> String {
    switch (self, spaceKind) {
    case (.unified, .private): "P"
    case (_, .private): "K"
    case (_, .isolated): "I"
    case (.gasi, .exposed): "R"
    case (.unified, .exposed): "E"
    case (_, .exposed): "U"
    }
  }

  /// The most private class that a space of a kind maps.
  package func letter(_ spaceKind: SpaceKind) -> PageClass {
    switch (self, spaceKind) {
    case (_, .private): .private
    case (.unified, .exposed), (.gasi, .exposed), (_, .isolated): .exposed
    case (_, .exposed): .user
    }
  }

  /// Whether bit 12 of CR3 selects the space that user code runs with: the two roots are an 8 KiB pair.
  package var usesRootPair: Bool { self == .pti || self == .asi3 || self == .unified }

  /// Whether user pages carry XD in the private space, so that a missed flip is a page fault.
  /// Linux 6.12 arch/x86/mm/pti.c, __pti_set_user_pgtbl.
  package var poisonsUserPages: Bool { usesRootPair }

  /// Whether every entry from user code flips in its entry code.
  package var flipsAtEveryEntry: Bool { self == .pti || self == .asi3 }

  /// Whether kernel code leaves the exposed space at gates that stand in front of private work.
  package var flipsAtGates: Bool { self == .unified }

  /// Whether siblings are held while a thread is in the private space; else only if kernel protection asks.
  package var holdsSiblings: Bool { self != .nopti && self != .pti }

  /// The classes that a space of a kind maps. Where kernel code runs exposed, it is what the scope exposes, and
  /// always what entries need and, unless the space is for kernel code alone, the process itself.
  package func mappedClasses(_ spaceKind: SpaceKind, scope: ProtectionScope, settings: Settings) -> Set<SectionClass> {
    switch (self, spaceKind) {
    case (_, .private): return Set(SectionClass.allCases)
    case (.nopti, _): return []
    case (.pti, .exposed), (.asi3, .exposed):
      return settings.ptiMapsText ? [.user, .entry, .exposedText, .text] : [.user, .entry]
    case (.asi3, .isolated):
      return scope.exposedClasses(settings: settings).subtracting([.user]).union([.entry])
    case (.gasi, .exposed):
      let classes = scope.exposedClasses(settings: settings).union([.user, .entry])
      return settings.gasiLocal ? classes : classes.subtracting([.exposedLocal])
    case (.unified, .exposed), (_, .isolated):
      return scope.exposedClasses(settings: settings).union([.user, .entry])
    }
  }

  /// The classes that kernel code in the exposed part of a syscall can reach: the space named I, R or E. Under
  /// pti it is what user code runs with, and under nopti nothing.
  package func exposedClasses(scope: ProtectionScope, settings: Settings) -> Set<SectionClass> {
    mappedClasses(self == .asi3 ? .isolated : .exposed, scope: scope, settings: settings)
  }

  /// One sentence about the design.
  package var summary: String {
    switch self {
    case .nopti: "one space: the kernel stays mapped while user code runs"
    case .pti: "user code runs with a space that maps almost no kernel; every entry flips"
    case .asi3: "as pti, and a third space for kernel code that needs nothing secret: two flips more"
    case .gasi: "kernel code runs restricted until a page fault ends that; interrupts go back"
    case .unified: "user and exposed kernel code share a space; only private work flips"
    }
  }
}
