import Bytes
import ELF
import Synchronization

/// Where instructions start, read from each symbol to the next: control that goes to another place runs what was read as
/// something else. Only regions of which somebody asks are read, each once.
final class InstructionStarts: Sendable {
  private struct Known: Sendable {
    /// One bit a byte of a region, by its number.
    var starts: [Int: [UInt64]] = [:]
    /// By file and section.
    var relocations: [ObjectPlace: SortedRelocations?] = [:]
  }

  private let set: ObjectSet
  private let regions: CodeRegions
  private let known = Mutex(Known())

  init(_ set: ObjectSet, _ regions: CodeRegions) {
    self.set = set
    self.regions = regions
  }

  /// Whether a place is in the middle of what was read as one instruction; not if it is in no code.
  func isMiddle(_ place: ObjectPlace) -> Bool {
    let region = regions.region(place)
    let (start, end) = regions.extent(region)
    let size = UInt64(set.section(place).contents.count)
    guard place.offset > start.offset, place.offset < min(end, size), set.section(place).isText else { return false }
    let bit = Int(place.offset - start.offset)
    return known.withLock { known in
      let words = known.starts[region] ?? read(start, Int(min(end, size)), &known)
      known.starts[region] = words
      return words[bit / 64] >> UInt64(bit % 64) & 1 == 0
    }
  }

  /// Reads the bytes of a region from its start, as far as the file has them.
  private func read(_ start: ObjectPlace, _ end: Int, _ known: inout Known) -> [UInt64] {
    let file = set.files[start.file]
    let section = ObjectPlace(file: start.file, section: start.section, offset: 0)
    let relocations =
      known.relocations[section] ?? file.relocations(ofSection: start.section).map { SortedRelocations($0) }
    known.relocations[section] = .some(relocations)
    let first = Int(clamping: start.offset)
    var words = [UInt64](repeating: 0, count: (end - first + 63) / 64)
    file.bytes.withBytes { bytes in
      var scan = CodeScan(file.sections[start.section], first..<end, relocations: relocations)
      while let element = scan.next(bytes) {
        // What is read again begins anew where it went back to.
        guard element.end > element.offset else { continue }
        words[(element.offset - first) / 64] |= 1 << UInt64((element.offset - first) % 64)
      }
    }
    return words
  }
}
