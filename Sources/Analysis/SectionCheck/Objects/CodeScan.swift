import Bytes
import ELF
import Instructions

/// Goes through code instruction by instruction, and says which relocations lie in which.
struct CodeScan {
  /// An instruction, or what could not be read as one.
  struct Element {
    /// Bytes from the start of the section.
    let offset: Int
    /// The instruction; nil for all that is left of the range if there is none at its place.
    let instruction: Instruction?
    /// The positions of its relocations.
    let relocations: Range<Int>
  }

  let relocations: SortedRelocations?
  private let contents: Range<Int>
  private let end: Int
  private var offset: Int
  private var position: Int

  /// Reads a range of a section's bytes, both counted from its start, as code; it is cut to what there is.
  init(_ section: ObjectSection, _ range: Range<Int>, relocations: SortedRelocations?) {
    contents = section.contents
    offset = min(max(range.lowerBound, 0), contents.count)
    end = min(max(range.upperBound, offset), contents.count)
    self.relocations = relocations
    position = relocations?.position(of: UInt64(offset)) ?? 0
  }

  /// The next element; nil at the end. `bytes` are those of the file.
  mutating func next(_ bytes: Span<UInt8>) -> Element? {
    guard offset < end else { return nil }
    let start = offset
    let first = position
    let instruction = InstructionDecoder.decode(
      bytes, at: contents.lowerBound + start, end: contents.lowerBound + end)
    offset = instruction.map { start + $0.length } ?? end
    if let relocations {
      while position < relocations.count, relocations[position].offset < UInt64(offset) { position += 1 }
    }
    return Element(offset: start, instruction: instruction, relocations: first..<position)
  }
}
