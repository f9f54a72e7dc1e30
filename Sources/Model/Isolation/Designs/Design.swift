/// A way to split what a process maps over several spaces, as a value of facts.
///
/// Each design stands in a file of its own, and `Design.all` lists them. Code asks a design for a fact, never which
/// design it is: another one needs nothing but another value. Two with the same name are the same.
package struct Design: Sendable {
  /// Where buffers are cleared: behind each flip from the private space, before siblings are let go; or, as Linux
  /// does, with one of the last instructions before user code, whatever ran before.
  package enum BufferClear: Sendable { case behindFlip, atExit }

  /// What must hold before every step: there is one space; kernel code with interrupts on does not run in that of
  /// user code; CR3 agrees with the session, or with the target; siblings are held for as much private work as is done.
  package enum Invariant: Sendable { case oneSpace, halves, session, restricted, count }

  /// Its word in files, on the command line and on the screen.
  package var name: String
  /// One sentence about it.
  package var summary: String
  /// What a student has to know of it to count its flips.
  package var rule: String
  /// What a student has to know of its two halves; nil if exercises do not ask about these.
  package var halves: String?
  /// The spaces of a process, the one of user code first, the private one last.
  package var spaces: [DesignSpace]
  /// The kind of the space that is not in the 8 KiB pair of roots of a process; nil if none is.
  package var ownRoot: SpaceKind?
  /// The sites that are patched in, in the order of the table.
  package var flipSites: [FlipSite]
  /// What it adds to the kernel's code; nil if that flips in its entry and exit code alone.
  package var transitions: (any Transitions.Type)?
  /// What it keeps about a CPU beside CR3, as it is at the start.
  package var keeps = DesignState.none
  /// Whether every entry from user code flips in its entry code.
  package var flipsAtEveryEntry = false
  /// Whether kernel code leaves the exposed space at gates that stand in front of private work, so that a fault is
  /// a gate that is missing.
  package var flipsAtGates = false
  /// Whether C code in the exposed space may touch anything, since the page fault leaves that space.
  package var leavesByFault = false
  /// Whether siblings are held while a thread is in the private space; else only if kernel protection asks.
  package var holdsSiblings = false
  /// Where it clears buffers, in this order.
  package var clears: [BufferClear]
  /// What must hold, in the order in which it is looked at.
  package var invariants: [Invariant]
  /// The name of the design that it is usually compared with.
  package var rivalName: String
  /// The text policy in force, whatever a section policy says; nil for that one.
  package var text: Settings.TextPolicy?
  /// The classes of sections that its least private space that runs kernel code maps, if no section policy says
  /// otherwise; nil for all.
  package var linkClasses: Set<LinkClass>?
  /// The patterns of names of further sections that this space maps.
  package var linkSections: [String] = []
  /// Whether the exposed space maps what belongs to its process alone.
  package var exposesLocal: @Sendable (Settings) -> Bool = { _ in true }
}

extension Design: Hashable, CustomStringConvertible {
  /// Whether two designs have the same name.
  package static func == (a: Self, b: Self) -> Bool { a.name == b.name }

  /// Hashes the name.
  package func hash(into hasher: inout Hasher) { hasher.combine(name) }

  /// The name.
  package var description: String { name }
}

extension Design {
  /// The kinds of spaces that a process has, the one of user code first.
  package var spaceKinds: [SpaceKind] { spaces.map(\.kind) }

  /// Whether a process has several spaces.
  package var isSplit: Bool { spaces.count > 1 }

  /// The kind of space that user code runs with.
  package var userSpaceKind: SpaceKind { spaces.first?.kind ?? .private }

  /// The kind of space that kernel code in the exposed part of a syscall runs with: the one named I, R or E. Under
  /// pti it is what user code runs with.
  package var exposedKind: SpaceKind { spaces.contains { $0.kind == .isolated } ? .isolated : .exposed }

  /// Whether kernel code runs in a space that does not map everything.
  package var runsExposed: Bool { spaces.contains { $0.letter == .exposed } }

  /// A space of a process, by its kind; nil if it has none such.
  package func space(_ kind: SpaceKind) -> DesignSpace? { spaces.first { $0.kind == kind } }

  /// The name of a process's space of a kind; empty if it has none such.
  package func spaceName(_ kind: SpaceKind) -> String { space(kind)?.name ?? "" }

  /// The most private class that a space of a kind maps.
  package func letter(_ kind: SpaceKind) -> PageClass { space(kind)?.letter ?? .private }

  /// Whether bit 12 of CR3 selects the space that user code runs with: the two roots are an 8 KiB pair.
  ///
  /// User pages then carry XD in the private space, so that a missed flip is a page fault. Linux 6.12
  /// arch/x86/mm/pti.c, __pti_set_user_pgtbl.
  package var usesRootPair: Bool { isSplit && ownRoot != .exposed }

  /// The classes that a space of a kind maps; none if there is none such.
  package func mappedClasses(_ kind: SpaceKind, scope: ProtectionScope, settings: Settings) -> Set<SectionClass> {
    space(kind)?.maps(scope, settings) ?? []
  }

  /// The classes that kernel code in the exposed part of a syscall can reach; none under nopti.
  package func exposedClasses(scope: ProtectionScope, settings: Settings) -> Set<SectionClass> {
    mappedClasses(exposedKind, scope: scope, settings: settings)
  }
}
