/// One of the spaces that a design gives each process.
package struct DesignSpace: Sendable {
  /// What it is for.
  package let kind: SpaceKind
  /// The design's name for it.
  package let name: String
  /// The most private class that it maps.
  package let letter: PageClass
  /// What its PCID has beside that of the process; nil if it has PCID 0 and always flushes.
  package let pcidBit: UInt64?
  /// The classes that it maps.
  package let maps: @Sendable (ProtectionScope, Settings) -> Set<SectionClass>

  /// The space that maps everything.
  static func everything(_ name: String) -> DesignSpace {
    DesignSpace(kind: .private, name: name, letter: .private, pcidBit: 0) { _, _ in Set(SectionClass.allCases) }
  }

  /// The user half of page-table isolation: the process itself, and what entries need.
  static let userHalf = DesignSpace(kind: .exposed, name: "U", letter: .user, pcidBit: 0x800) { _, settings in
    settings.ptiMapsText ? [.user, .entry, .exposedText, .text] : [.user, .entry]
  }
}
