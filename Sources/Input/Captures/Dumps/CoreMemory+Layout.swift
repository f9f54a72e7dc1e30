import Bytes
import ELF
import PageTables

extension CoreMemory {
  /// What a set of program headers leaves after overlaps and the end of the file are taken into account.
  struct Layout {
    /// Sorted, disjoint and inside the file; neighbours that continue each other in memory and file are one.
    var extents: [Extent] = []
    /// Bytes of memory that more than one program header describes; the first one counts.
    var overlap: UInt64 = 0
    /// Physical ranges whose bytes lie past the end of the file.
    var cutOff: [Range<UInt64>] = []
    /// Physical ranges that are described but that the dump does not store (memsz > filesz).
    var notStored: [Range<UInt64>] = []
    /// How many pieces have no place in physical memory.
    var unplaced = 0
  }

  /// Lays out the PT_LOAD pieces of a file of `fileSize` bytes.
  ///
  /// What a header describes beyond the bytes it stores is absent and not zero: QEMU always stores all, so
  /// that anything else is a dump that was reduced, and a made-up zero would read as "not present".
  static func layout(_ headers: [ProgramHeader], fileSize: UInt64) -> Layout {
    var layout = Layout()
    var pieces: [Extent] = []
    for header in headers where header.kind == .load {
      guard header.hasPhysicalAddress else {
        layout.unplaced += 1
        continue
      }
      let start = header.physicalAddress
      let stored = header.fileOffset >= fileSize ? 0 : min(header.fileSize, fileSize - header.fileOffset)
      if stored < header.fileSize { layout.cutOff.append(start + stored..<start + header.fileSize) }
      if header.memorySize > header.fileSize {
        layout.notStored.append(start + header.fileSize..<start + header.memorySize)
      }
      guard stored > 0, let offset = Int(exactly: header.fileOffset) else { continue }
      pieces.append(Extent(start: start, end: start + stored, fileOffset: offset))
    }
    layout.extents = merged(disjoint(pieces))
    let total = pieces.reduce(UInt64(0)) { $0.addingReportingOverflow($1.end - $1.start).partialValue }
    let kept = layout.extents.reduce(UInt64(0)) { $0 + ($1.end - $1.start) }
    layout.overlap = total &- kept
    return layout
  }

  /// Cuts `pieces` so that none overlap; the earlier in the list wins.
  ///
  /// The address line is divided at every start and end. Each piece takes the intervals that are still free;
  /// `next` skips taken ones with path compression, so that 65,535 pieces on one place cost no more than
  /// 65,535 pieces side by side.
  private static func disjoint(_ pieces: [Extent]) -> [Extent] {
    let bounds = Set(pieces.flatMap { [$0.start, $0.end] }).sorted()
    let position = Dictionary(uniqueKeysWithValues: zip(bounds, bounds.indices))
    var next = Array(0...bounds.count)
    func free(_ index: Int) -> Int {
      var root = index
      while next[root] != root { root = next[root] }
      var step = index
      while next[step] != root {
        let following = next[step]
        next[step] = root
        step = following
      }
      return root
    }
    var result: [Extent] = []
    for piece in pieces {
      guard let from = position[piece.start], let to = position[piece.end] else { continue }
      var index = free(from)
      while index < to {
        let start = bounds[index]
        result.append(
          Extent(
            start: start, end: bounds[index + 1], fileOffset: piece.fileOffset + Int(start - piece.start)))
        next[index] = index + 1
        index = free(index)
      }
    }
    return result.sorted { $0.start < $1.start }
  }

  /// Joins neighbours that continue each other both in memory and in the file.
  private static func merged(_ extents: [Extent]) -> [Extent] {
    var result: [Extent] = []
    for extent in extents {
      if let last = result.last, last.end == extent.start,
        last.fileOffset + Int(last.end - last.start) == extent.fileOffset
      {
        result[result.count - 1].end = extent.end
      } else {
        result.append(extent)
      }
    }
    return result
  }
}
