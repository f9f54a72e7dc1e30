/// A file most of whose 8-byte words are 0, in one short string of bytes.
///
///     +------------+   runs  +-----------------+-------------+-----------+
///     |bytes in all|   then  |words of 0 before|words of run |the words  |
///     |4           |   each  |4                |4            |8 each     |
///     +------------+         +-----------------+-------------+-----------+
///
/// All numbers are little endian. The tests pack; see BuiltInToursTests.
enum SparseFile {
  /// The bytes of the file; nil if `packed` ends early or tells of more than it says.
  static func unpack(_ packed: [UInt8]) -> [UInt8]? {
    var rest = packed[...]
    guard let size = number(&rest), size <= 1 << 28 else { return nil }
    var bytes = [UInt8](repeating: 0, count: size)
    var offset = 0
    while !rest.isEmpty {
      guard let gap = number(&rest), let count = number(&rest) else { return nil }
      offset += gap * 8
      guard rest.count >= count * 8, offset + count * 8 <= size else { return nil }
      bytes.replaceSubrange(offset..<offset + count * 8, with: rest.prefix(count * 8))
      rest = rest.dropFirst(count * 8)
      offset += count * 8
    }
    return bytes
  }

  private static func number(_ rest: inout ArraySlice<UInt8>) -> Int? {
    guard rest.count >= 4 else { return nil }
    let value = rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    rest = rest.dropFirst(4)
    return value
  }
}
