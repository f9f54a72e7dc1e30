/// A place in the bytes of one instruction, which moves on as they are read.
struct Cursor {
  /// Where the instruction starts.
  let start: Int
  /// Where it must have ended: at the end of the code, or after the longest instruction.
  let limit: Int
  /// The place of the next byte.
  var place: Int

  /// Starts at `offset`; nil if nothing can be there.
  init?(_ bytes: Span<UInt8>, at offset: Int, end: Int) {
    let end = min(end, bytes.count)
    guard 0 <= offset, offset < end else { return nil }
    start = offset
    limit = min(end, offset + Instruction.maximumLength)
    place = offset
  }

  /// The bytes that were read.
  var length: Int { place - start }

  /// The next byte, which is not read yet; nil past the limit.
  func peek(_ bytes: Span<UInt8>) -> UInt8? {
    place < limit ? bytes[place] : nil
  }

  /// Reads the next byte; nil past the limit.
  mutating func next(_ bytes: Span<UInt8>) -> UInt8? {
    guard place < limit else { return nil }
    defer { place += 1 }
    return bytes[place]
  }

  /// Skips a field of `size` bytes; nil if it reaches past the limit.
  mutating func field(_ size: Int) -> Instruction.Field? {
    guard size <= limit - place else { return nil }
    defer { place += size }
    return Instruction.Field(offset: length, size: size)
  }
}
