package import ELF
import Recordings

/// The symbols of an object file by section and offset: what lies where.
package struct SymbolIndex: Sendable {
  /// A symbol, or one of several at the same place: the one that says most.
  package struct Entry: Hashable, Sendable {
    /// Bytes from the start of the section.
    package let offset: UInt64
    /// The number of the symbol.
    package let symbol: Int
  }

  /// By section, sorted by offset; no two have the same.
  private let entries: [[Entry]]

  /// Sorts the symbols of a file.
  package init(_ file: ObjectFile) {
    var ranked: [[(entry: Entry, rank: Int)]] = Array(repeating: [], count: file.sections.count)
    for number in 0..<file.symbolCount {
      let symbol = file.symbol(number)
      guard case .section(let section) = symbol.place, section < ranked.count, symbol.isPlace else { continue }
      ranked[section].append((Entry(offset: symbol.offset, symbol: number), symbol.rank))
    }
    entries = ranked.map { symbols in
      let sorted = symbols.sorted { one, other in
        (one.entry.offset, other.rank, one.entry.symbol) < (other.entry.offset, one.rank, other.entry.symbol)
      }
      var unique: [Entry] = []
      for (entry, _) in sorted where unique.last?.offset != entry.offset { unique.append(entry) }
      return unique
    }
  }

  /// The symbols of a section, sorted by offset.
  package func symbols(ofSection section: Int) -> [Entry] {
    entries.indices.contains(section) ? entries[section] : []
  }

  /// The position, among the symbols of a section, of the nearest one at or before an offset; nil before the first.
  package func position(at offset: UInt64, in section: Int) -> Int? {
    let behind = symbols(ofSection: section).partitionPoint { $0.offset <= offset }
    return behind == 0 ? nil : behind - 1
  }

  /// The nearest symbol at or before an offset of a section; nil before the first.
  package func nearest(to offset: UInt64, in section: Int) -> Entry? {
    position(at: offset, in: section).map { symbols(ofSection: section)[$0] }
  }
}

extension ObjectSymbol {
  /// Whether it names a place in a section.
  fileprivate var isPlace: Bool { kind != .section && kind != .file }

  /// Of several symbols at one place the one that says most: a function or object rather than a label, one that
  /// others see rather than one they do not. That a function chooses which one is called says most: compilers give it the
  /// place of the function that chooses.
  fileprivate var rank: Int {
    (kind == .indirectFunction ? 8 : kind == .function || kind == .object ? 4 : 0) + (size > 0 ? 2 : 0)
      + (isGlobal ? 1 : 0)
  }
}
