/// Bytes for the terminal itself rather than for its screen.
package enum ControlText {
  /// A capability of terminfo without its padding (`$<5>`, `$<10*/>`), which only old terminals need.
  package static func withoutPadding(_ capability: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var rest = capability[...]
    while let byte = rest.popFirst() {
      let isPadding = byte == UInt8(ascii: "$") && rest.first == UInt8(ascii: "<")
      guard isPadding, let end = rest.firstIndex(of: UInt8(ascii: ">")) else {
        result.append(byte)
        continue
      }
      rest = rest[(end + 1)...]
    }
    return result
  }

  /// The most bytes of text that are copied: their base64 is what xterm takes at most, about 100,000.
  package static let copyLimit = 74_994

  /// The sequence that puts text on the clipboard of the terminal's user (xterm control sequences, OSC 52);
  /// nil if the text is longer than `copyLimit`.
  package static func copying(_ text: String) -> [UInt8]? {
    let bytes = Array(text.utf8)
    guard bytes.count <= copyLimit else { return nil }
    return Array("\u{1B}]52;c;".utf8) + base64(bytes) + [0x07]
  }

  /// RFC 4648, section 4.
  static func base64(_ bytes: [UInt8]) -> [UInt8] {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var result: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits = group.reduce(0) { $0 << 8 | Int($1) }
      bits <<= 8 * (3 - group.count)
      for index in 0..<4 {
        let isData = index <= group.count
        result.append(isData ? letters[bits >> (18 - 6 * index) & 63] : UInt8(ascii: "="))
      }
    }
    return result
  }
}
