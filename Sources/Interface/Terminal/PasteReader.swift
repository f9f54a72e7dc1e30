/// Takes text that a terminal marks as pasted, up to the mark of its end (xterm control sequences, bracketed paste mode).
package struct PasteReader {
  /// The mark behind pasted text.
  private static let end = Array("\u{1B}[201~".utf8)

  /// Bytes behind this many are dropped: no prompt takes a text of this length.
  package static let limit = 65_536

  /// The text so far.
  private var bytes: [UInt8] = []
  /// How many bytes of the mark have come.
  private var matched = 0

  /// Begins behind the mark of the start.
  package init() {}

  /// The text; a byte that is no UTF-8 is replaced.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The least number of bytes that are still to come, at least 1: reading as many takes nothing from behind the end mark.
  package var missing: Int { Self.end.count - matched }

  /// Takes the next bytes, at most as many as are missing.
  package mutating func take(_ chunk: [UInt8]) {
    for byte in chunk.prefix(missing) {
      if byte == Self.end[matched] {
        matched += 1
        continue
      }
      for known in Self.end[..<matched] { add(known) }
      // ESC stands nowhere in the mark but at its start.
      matched = byte == Self.end[0] ? 1 : 0
      if matched == 0 { add(byte) }
    }
  }

  private mutating func add(_ byte: UInt8) {
    if bytes.count < Self.limit { bytes.append(byte) }
  }
}
