import Bytes

/// The relocations of one section, read from the file as they are asked for.
///
/// There may be several pieces, one after the other: a file may have more than one SHT_RELA for a section.
package struct RelocationTable: Sendable {
  /// The bytes of one relocation.
  static let entrySize = 24

  /// One SHT_RELA: which relocations it holds and where.
  private struct Piece: Sendable {
    /// The index of its first relocation.
    let first: Int
    /// Where that starts, in bytes from the start of the file.
    let start: Int
  }

  /// How many there are.
  package private(set) var count = 0
  /// The file.
  private let bytes: FileBytes
  /// What is subtracted from r_offset: the section's address in a linked file, else 0.
  let address: UInt64
  /// In the order of `first`; none is empty.
  private var pieces: [Piece] = []
  /// The most that an offset and the number of a symbol can be: known when they have been checked.
  private var limits: (offset: UInt64, symbol: Int)?

  /// Has no relocations; offsets count from `address`.
  init(in bytes: FileBytes, address: UInt64) {
    self.bytes = bytes
    self.address = address
  }

  /// The relocations were checked: whatever the file says from now on, their offsets are at most `size` and their symbols
  /// below `symbolCount`.
  mutating func limit(size: UInt64, symbolCount: Int) {
    limits = (size, max(symbolCount - 1, 0))
  }

  /// Appends `count` relocations, at least one, that start at `start`; they are all inside the file.
  mutating func append(_ count: Int, at start: Int) {
    pieces.append(Piece(first: self.count, start: start))
    self.count += count
  }

  /// Relocation `index`, which is below `count`.
  package subscript(_ index: Int) -> Relocation {
    precondition(index >= 0 && index < count, "relocation \(index) of \(count)")
    return relocation(at: place(of: index))
  }

  /// Where relocation `index` starts, in bytes from the start of the file.
  func place(of index: Int) -> Int {
    // The last piece that does not start after the index is in low..<high.
    var low = 0
    var high = pieces.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if pieces[middle].first <= index { low = middle } else { high = middle }
    }
    return pieces[low].start + (index - pieces[low].first) * Self.entrySize
  }

  /// The relocation that starts at `start`; an offset below the section's address wraps around.
  private func relocation(at start: Int) -> Relocation {
    let info = bytes.littleEndian64(at: start + 8) ?? 0
    let offset = (bytes.littleEndian64(at: start) ?? 0) &- address
    let symbol = Int(info >> 32)
    return Relocation(
      offset: min(offset, limits?.offset ?? offset),
      kind: Relocation.Kind(rawValue: UInt32(truncatingIfNeeded: info)), symbol: min(symbol, limits?.symbol ?? symbol),
      addend: Int64(bitPattern: bytes.littleEndian64(at: start + 16) ?? 0))
  }
}
