public import Bytes
import Diagnostics
import ELF
public import PageTables
import Recordings

/// The physical memory in a core dump: pieces of a file, each at a physical address.
///
///     address - low, >> shift            distances
///     ------------------------> bucket -----------> distance + address = file offset
///                                          |
///                                          | mixed: more than one piece, or holes
///                                          v
///                             extents (sorted, disjoint): start | end | file offset
///
/// Nearly every bucket lies inside of one piece. A word is then found by one look at the bucket of its
/// address and one load from the mapped file; where pieces end, they are searched by bisection.
@usableFromInline
package struct CoreMemory: PhysicalMemory {
  /// A piece of the file and where it belongs.
  @usableFromInline
  struct Extent: Hashable, Sendable {
    /// The first physical address.
    @usableFromInline var start: UInt64
    /// The physical address after the last.
    @usableFromInline var end: UInt64
    /// Where the first byte is in the file.
    @usableFromInline var fileOffset: Int

    init(start: UInt64, end: UInt64, fileOffset: Int) {
      self.start = start
      self.end = end
      self.fileOffset = fileOffset
    }

    /// What is added to a physical address inside, modulo 2^64, to get its place in the file.
    var distance: UInt64 { UInt64(truncatingIfNeeded: fileOffset) &- start }
  }

  /// Stands for a distance where a bucket is not all inside of one piece. A piece with this very distance
  /// is found by bisection.
  @usableFromInline static var mixed: UInt64 { 1 &<< 63 }

  @usableFromInline let bytes: FileBytes
  /// Sorted by address and disjoint; all inside the file.
  @usableFromInline let extents: [Extent]
  /// For each bucket the distance of the piece that holds all of it, or ``mixed``.
  @usableFromInline let distances: [UInt64]
  /// The start of the first bucket, a multiple of 4096.
  @usableFromInline let low: UInt64
  /// The bucket size as a power of two, at least 12.
  @usableFromInline let shift: UInt64

  /// Takes pieces of `bytes`, none empty, that are sorted, disjoint and inside the file.
  init(_ bytes: FileBytes, _ extents: [Extent]) {
    self.bytes = bytes
    self.extents = extents
    low = (extents.first?.start ?? 0) & ~0xfff
    let span = (extents.last?.end ?? 0) - low
    let wanted = UInt64(min(max(extents.count * 16, 1 << 15), 1 << 18))
    var shift: UInt64 = 12
    while span >> shift >= wanted { shift += 1 }
    self.shift = shift
    var distances = [UInt64](repeating: Self.mixed, count: Int(span >> shift) + 1)
    for extent in extents {
      // The buckets that are all inside.
      let start = extent.start - low
      let first = start >> shift + (start & (1 << shift - 1) == 0 ? 0 : 1)
      let end = (extent.end - low) >> shift
      for bucket in first..<max(first, end) { distances[Int(bucket)] = extent.distance }
    }
    self.distances = distances
  }

  /// The word at `address`; nil if no piece holds all of it or it is not aligned to 8.
  @inlinable
  package func word(at address: PhysicalAddress) -> UInt64? {
    let bucket = (address.rawValue &- low) &>> shift
    guard address.rawValue & 7 == 0, bucket < UInt64(truncatingIfNeeded: distances.count) else { return nil }
    let distance = distances[Int(truncatingIfNeeded: bucket)]
    guard distance != Self.mixed else { return searchedWord(at: address) }
    return bytes.littleEndian64(at: Int(truncatingIfNeeded: address.rawValue &+ distance))
  }

  /// The word at an address whose bucket is mixed.
  @usableFromInline
  func searchedWord(at address: PhysicalAddress) -> UInt64? {
    fileOffset(of: address, size: 8).flatMap { bytes.littleEndian64(at: $0) }
  }

  /// Where the file has the `size` bytes at `address`, by bisection; nil if no piece holds them all.
  private func fileOffset(of address: PhysicalAddress, size: UInt64) -> Int? {
    let index = extents.partitionPoint { $0.end <= address.rawValue }
    guard index < extents.count, extents[index].start <= address.rawValue,
      extents[index].end - address.rawValue >= size
    else { return nil }
    return Int(truncatingIfNeeded: address.rawValue &+ extents[index].distance)
  }

  /// Copies the 512 words of `frame` to `words`; false if some are absent.
  @usableFromInline
  package func readTable(_ frame: FrameNumber, into words: inout [UInt64]) -> Bool {
    guard frame.rawValue < 1 << 52 else { return false }
    if let offset = fileOffset(of: frame.address, size: 4096) { return bytes.copyWords(at: offset, into: &words) }
    for index in 0..<512 {
      guard let word = word(at: frame.wordAddress(index)) else { return false }
      words[index] = word
    }
    return true
  }
}

extension CoreMemory {
  /// The number of bytes that the dump holds.
  package var size: UInt64 { extents.reduce(0) { $0 + ($1.end - $1.start) } }
}
