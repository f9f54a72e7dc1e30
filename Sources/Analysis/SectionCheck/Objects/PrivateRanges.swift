import ELF
import Recordings

/// Code between private_begin() and private_end(), where the private space is known to be there.
///
/// Each marker is the address of a label in `.discard.private_begin` or `.discard.private_end`, as `.long label - .`:
/// the encoding of Linux 6.12 include/linux/instrumentation.h. What counts is the order of the labels in a symbol.
struct PrivateRanges {
  private struct Mark {
    let offset: UInt64
    let isBegin: Bool
  }

  private let file: Int
  /// Where begins have no end, or ends no begin.
  let unpaired: [ObjectPlace]
  /// By section, sorted and apart from each other.
  private let ranges: [Int: [Range<UInt64>]]

  /// Reads the markers of file `number` of a set.
  init(_ set: ObjectSet, file number: Int) {
    self.file = number
    let file = set.files[number]
    var marks: [Int: [Mark]] = [:]
    for (section, header) in file.sections.enumerated() {
      guard header.name == ".discard.private_begin" || header.name == ".discard.private_end",
        let table = file.relocations(ofSection: section)
      else { continue }
      for index in 0..<table.count {
        guard case .place(let place) = set.target(of: table[index], in: number, distance: 0), place.file == number
        else { continue }
        marks[place.section, default: []].append(
          Mark(offset: place.offset, isBegin: header.name == ".discard.private_begin"))
      }
    }
    var ranges: [Int: [Range<UInt64>]] = [:]
    var unpaired: [ObjectPlace] = []
    for (section, list) in marks.sorted(by: { $0.key < $1.key }) {
      // An end comes before a begin at the same place: what was begun is over.
      let sorted = list.sorted { ($0.offset, $0.isBegin ? 1 : 0) < ($1.offset, $1.isBegin ? 1 : 0) }
      ranges[section] = Self.ranges(sorted, of: set.indexes[number], in: section) { offset in
        unpaired.append(ObjectPlace(file: number, section: section, offset: offset))
      }
    }
    self.ranges = ranges
    self.unpaired = unpaired
  }

  private static func ranges(
    _ marks: [Mark], of index: SymbolIndex, in section: Int, unpaired: (UInt64) -> Void
  ) -> [Range<UInt64>] {
    var ranges: [Range<UInt64>] = []
    var begins: [UInt64] = []
    var symbol: Int?
    // An end without a begin; one at the same place is its own, with nothing between them.
    var end: UInt64?
    for mark in marks {
      if let place = end {
        end = nil
        if mark.isBegin && mark.offset == place { continue }
        unpaired(place)
      }
      // A symbol's end label may stand at the start of the next symbol.
      let position = index.position(at: mark.isBegin || mark.offset == 0 ? mark.offset : mark.offset - 1, in: section)
      if position != symbol {
        begins.forEach(unpaired)
        begins = []
        symbol = position
      }
      if mark.isBegin {
        begins.append(mark.offset)
      } else if let begin = begins.popLast() {
        if begins.isEmpty { ranges.append(begin..<max(begin, mark.offset)) }
      } else {
        end = mark.offset
      }
    }
    if let end { unpaired(end) }
    begins.forEach(unpaired)
    return ranges
  }

  /// Whether a place lies in such a range of this file.
  func contain(_ place: ObjectPlace) -> Bool { end(of: place) != nil }

  /// The offset behind the last byte of the range in which a place lies; nil if it lies in none.
  func end(of place: ObjectPlace) -> UInt64? {
    guard place.file == file, let list = ranges[place.section] else { return nil }
    let next = list.partitionPoint { $0.upperBound <= place.offset }
    return next < list.count && list[next].contains(place.offset) ? list[next].upperBound : nil
  }
}
