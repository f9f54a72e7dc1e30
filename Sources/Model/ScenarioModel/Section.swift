package import Isolation
package import PageTables

/// A part of the address space whose contents belong to one class: mappings follow from these.
package struct Section: Hashable, Sendable {
  /// Contiguous pages of a section.
  package struct Piece: Hashable, Sendable {
    /// The first address; for a local section that of process (or thread) 0.
    package var start: VirtualAddress
    /// Where its contents are; for a local section those of process (or thread) 0.
    package var physical: PhysicalAddress
    /// The number of pages.
    package var pages: Int
    /// The size of each page.
    package var pageSize: PageSize
    /// Writes are allowed.
    package var isWritable: Bool
    /// Fetches are allowed.
    package var isExecutable: Bool
    /// The translations survive CR3 writes.
    package var isGlobal: Bool

    /// Describes contiguous pages.
    package init(
      start: VirtualAddress, physical: PhysicalAddress, pages: Int, pageSize: PageSize = .fourKiB,
      isWritable: Bool = false, isExecutable: Bool = false, isGlobal: Bool = false
    ) {
      self.start = start
      self.physical = physical
      self.pages = pages
      self.pageSize = pageSize
      self.isWritable = isWritable
      self.isExecutable = isExecutable
      self.isGlobal = isGlobal
    }

    /// The number of bytes.
    package var length: UInt64 { UInt64(pages) * pageSize.bytes }
  }

  /// Who has a copy of its own.
  package enum Copies: Hashable, Sendable {
    /// There is one copy.
    case one
    /// Each process has one; they lie so many bytes from each other, by address and in memory.
    case perProcess(address: UInt64, physical: UInt64)
    /// Each thread has one; they lie so many bytes from each other, by address and in memory.
    case perThread(UInt64)
  }

  /// The linker's name, such as ".data..exposed".
  package var name: String
  /// Whose contents it holds.
  package var sectionClass: SectionClass
  /// Where it is; of several copies the first.
  package var pieces: [Piece]
  /// Who has a copy of its own.
  package var copies: Copies = .one

  /// Describes a section.
  package init(_ name: String, _ sectionClass: SectionClass, _ pieces: [Piece], copies: Copies = .one) {
    self.name = name
    self.sectionClass = sectionClass
    self.pieces = pieces
    self.copies = copies
  }

  /// Whether its frames are a part of the direct map, at the addresses of the pieces.
  package var isInDirectMap: Bool {
    sectionClass != .directMap
      && pieces.allSatisfy { Region(of: $0.start, mode: .fourLevel) == .directMap }
  }

  /// The pieces of the copy with this index: a process or a thread.
  package func pieces(ofCopy index: Int) -> [Piece] {
    let shift: (address: UInt64, physical: UInt64)
    switch copies {
    case .one: return pieces
    case .perProcess(let address, let physical): shift = (address, physical)
    case .perThread(let bytes): shift = (bytes, bytes)
    }
    return pieces.map { piece in
      var copy = piece
      copy.start = VirtualAddress(piece.start.rawValue &+ shift.address &* UInt64(index))
      copy.physical = PhysicalAddress(piece.physical.rawValue &+ shift.physical &* UInt64(index))
      return copy
    }
  }
}
