package import Bytes
package import Diagnostics

/// Reads the notes of one PT_NOTE piece, one after the other.
///
///      0        4        8      12              12 + namesz, up to a multiple of 4
///     +--------+--------+------+---------------+----------------+
///     | namesz | descsz | type | name, padded  | contents, pad. |
///     +--------+--------+------+---------------+----------------+
///
/// System V gABI, chapter 5, "Note Section"; the alignment is 4 also in 64-bit files, as in Linux and QEMU.
package struct ELFNoteReader: Sendable {
  private let bytes: FileBytes
  private var offset: Int
  private let end: Int
  private let header: ProgramHeader

  /// Starts at the first note; a piece that the file cuts off ends with the file.
  package init(_ header: ProgramHeader, in bytes: FileBytes) {
    self.bytes = bytes
    self.header = header
    let count = UInt64(bytes.count)
    // Both are at most the number of bytes of the file, which is an Int.
    offset = Int(min(header.fileOffset, count))
    end = Int(min(header.fileEnd, count))
  }

  /// The next note; nil after the last. Throws if a note reaches past the end, and is useless then.
  package mutating func next() throws(ParseError) -> ELFNote? {
    guard offset < end else { return nil }
    guard end - offset >= 12, let nameSize = bytes.littleEndian32(at: offset),
      let contentsSize = bytes.littleEndian32(at: offset + 4), let type = bytes.littleEndian32(at: offset + 8)
    else { throw problem("\(end - offset) bytes", expected: "a note of at least 12") }
    // Sums of a file offset and 32-bit numbers: no overflow in 63 bits.
    let name = offset + 12
    let contents = name + Int(nameSize).roundedUpTo4
    let contentsEnd = contents + Int(contentsSize)
    guard contentsEnd <= end else {
      throw problem(
        "a note that ends at \(hexadecimal(UInt64(contentsEnd)))",
        expected:
          "one that ends with program header \(header.number), at \(hexadecimal(UInt64(end))) or before")
    }
    offset = contentsEnd.roundedUpTo4(from: offset)
    // Owners are short; a hostile size is not worth gigabytes.
    let owner = (name..<name + min(Int(nameSize), 64)).compactMap { bytes.byte(at: $0) }.prefix { $0 != 0 }
    return ELFNote(owner: CleanText.clean(owner), type: type, contents: contents..<contentsEnd)
  }

  private func problem(_ found: String, expected: String) -> ParseError {
    ParseError(file: bytes.name, at: .byte(UInt64(offset)), found: found, expected: expected)
  }
}

extension Int {
  /// The smallest multiple of 4 that is not smaller.
  fileprivate var roundedUpTo4: Int { (self + 3) & ~3 }

  /// The smallest number that is not smaller and a multiple of 4 away from `start`.
  fileprivate func roundedUpTo4(from start: Int) -> Int { start + (self - start).roundedUpTo4 }
}
