package import PageTables

/// What the spaces of one process map, side by side: a row for each part that is treated alike.
///
///                       U    K
///     U user text      r-x  r--
///     E entry text     r-x  r-x
///     P direct map      .   rw-
package struct ProcessMap: Equatable, Sendable {
  /// Neighbouring pages of one region with the same class and, in each space, the same rights.
  package struct Row: Hashable, Sendable {
    /// The first address.
    package let start: VirtualAddress
    /// The last address; pages between may be unmapped.
    package var last: VirtualAddress
    /// What Linux uses the addresses for.
    package let region: Region
    /// Whose it is; nil if it cannot be told, since tables of the space that CPL 3 runs with are missing.
    package let pageClass: PageClass?
    /// What each space allows, in the order of `spaces`; nil where it does not map the row.
    package let rights: [Rights?]
    /// Bytes mapped in some space, repeats not counted.
    package var bytes: UInt64
    /// The number of separate runs.
    package var pieces: Int
    /// How often the same frames are mapped again and again; 1 for most.
    package let repeatCount: UInt64
    /// The name of the part that the row is of; nil if nobody named it.
    package let name: String?

    /// Whether the row's range holds `address`.
    package func contains(_ address: VirtualAddress) -> Bool { start <= address && address <= last }
  }

  /// Addresses whose use and class are known, whatever the tables say.
  package struct Part: Hashable, Sendable {
    /// The addresses.
    package let range: ClosedRange<UInt64>
    /// What is there.
    package let name: String
    /// Whose it is.
    package let pageClass: PageClass

    /// Names a range.
    package init(_ range: ClosedRange<UInt64>, name: String, pageClass: PageClass) {
      self.range = range
      self.name = name
      self.pageClass = pageClass
    }
  }

  /// The spaces, in the order of the rights.
  package let spaces: [Space]
  /// The rows, by address.
  package let rows: [Row]
  /// How many tables could not be read, over all spaces.
  package let unreadableTables: Int
  /// Whether rows are missing because tables are shared in too many ways.
  package let isTruncated: Bool

  /// Enumerates the spaces of one process. `exposed` is the space that CPL 3 runs with, one of them; nil if it is not
  /// known. Of several parts that hold an address the smallest counts.
  package init(
    spaces: [Space], exposed: Space?, memory: some PhysicalMemory, controls: Controls, parts: [Part] = []
  ) {
    self.spaces = spaces
    var maps = spaces.map { Mappings(memory: memory, controls: controls.with(cr3: $0.cr3)) }
    unreadableTables = maps.reduce(0) { $0 + $1.unreadable.count }
    let exposedIndex = exposed.flatMap { spaces.firstIndex(of: $0) }
    if let exposed, let exposedIndex, !maps[exposedIndex].unreadable.isEmpty {
      // Then the others must say for each mapping whether it is known what the exposed space has there.
      for index in spaces.indices where index != exposedIndex {
        maps[index] = Mappings(
          memory: memory, controls: controls.with(cr3: spaces[index].cr3), peer: exposed.cr3.root)
      }
    }
    isTruncated = maps.contains { $0.isTruncated }
    var builder = ProcessMapBuilder(maps, exposedIndex: exposedIndex, mode: controls.mode, parts: parts)
    rows = builder.build()
  }

  /// The position of the row that holds `address`: where named parts lie inside of each other, the smallest.
  package func row(at address: VirtualAddress) -> Int? {
    rows.indices.filter { rows[$0].contains(address) }.min {
      rows[$0].last.rawValue &- rows[$0].start.rawValue < rows[$1].last.rawValue &- rows[$1].start.rawValue
    }
  }
}
