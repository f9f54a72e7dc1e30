public import Bytes
import Diagnostics
import ELF
public import PageTables

/// The physical memory in a core dump: pieces of a file, each at a physical address.
///
///     address - low, >> shift          first              extents (sorted, disjoint)
///     ------------------------> bucket -----> candidate --> start | end | file offset
///
/// A word is found by one look at the bucket of its address, which names the first piece that can hold it,
/// nearly always the right one, then a check of the bounds and one load from the mapped file.
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
  }

  @usableFromInline let bytes: FileBytes
  /// Sorted by address and disjoint; all inside the file.
  @usableFromInline let extents: [Extent]
  /// For each bucket the index of the first extent that ends behind the bucket's start.
  @usableFromInline let first: [Int32]
  /// The start of the first bucket.
  @usableFromInline let low: UInt64
  /// The bucket size as a power of two.
  @usableFromInline let shift: UInt64
  /// The largest piece, which is asked first: a whole dump has most of its memory there, and a guess that
  /// is right lets the processor go on before it has looked anything up.
  @usableFromInline let main: Extent

  /// Takes pieces of `bytes`, none empty, that are sorted, disjoint and inside the file.
  init(_ bytes: FileBytes, _ extents: [Extent]) {
    self.bytes = bytes
    self.extents = extents
    low = (extents.first?.start ?? 0) & ~0xfff
    main = extents.max { $0.end - $0.start < $1.end - $1.start } ?? Extent(start: 0, end: 0, fileOffset: 0)
    let span = (extents.last?.end ?? 0) - low
    let wanted = min(max(extents.count * 16, 1 << 15), 1 << 18)
    var shift: UInt64 = 12
    while span >> shift >= UInt64(wanted) { shift += 1 }
    self.shift = shift
    var first: [Int32] = []
    var index = 0
    for bucket in 0...span >> shift where !extents.isEmpty {
      while extents[index].end - low <= bucket << shift, index < extents.count - 1 { index += 1 }
      first.append(Int32(truncatingIfNeeded: index))
    }
    self.first = first
  }

  /// The word at `address`; nil if the dump does not hold all of it or it is not aligned to 8.
  @inlinable
  package func word(at address: PhysicalAddress) -> UInt64? {
    let address = address.rawValue
    if address & 7 == 0, address >= main.start, address < main.end, main.end &- address >= 8 {
      return bytes.littleEndian64(at: main.fileOffset &+ Int(truncatingIfNeeded: address &- main.start))
    }
    guard address & 7 == 0, address >= low, let extent = extent(holding: address),
      extent.end &- address >= 8
    else { return nil }
    return bytes.littleEndian64(at: extent.fileOffset &+ Int(truncatingIfNeeded: address &- extent.start))
  }

  /// The piece that holds the byte at `address`, which is not below `low`.
  @inlinable
  func extent(holding address: UInt64) -> Extent? {
    let bucket = (address &- low) &>> shift
    guard bucket < UInt64(truncatingIfNeeded: first.count) else { return nil }
    let extent = extents[Int(first[Int(truncatingIfNeeded: bucket)])]
    guard address >= extent.end else { return extent.start <= address ? extent : nil }
    return laterExtent(holding: address)
  }

  /// The piece that holds the byte at `address`, by bisection, where the bucket's first is not the one.
  @usableFromInline
  func laterExtent(holding address: UInt64) -> Extent? {
    var low = 0
    var high = extents.count
    while low < high {
      let middle = (low + high) / 2
      if extents[middle].end <= address { low = middle + 1 } else { high = middle }
    }
    return low < extents.count && extents[low].start <= address ? extents[low] : nil
  }

  /// Copies the 512 words of `frame` to `words`; false if some are absent.
  @usableFromInline
  package func readTable(_ frame: FrameNumber, into words: inout [UInt64]) -> Bool {
    let start = frame.address.rawValue
    guard start >= low, frame.rawValue < 1 << 52, let extent = extent(holding: start) else { return false }
    if extent.end - start >= 4096 {
      return bytes.copyWords(at: extent.fileOffset + Int(start - extent.start), into: &words)
    }
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
