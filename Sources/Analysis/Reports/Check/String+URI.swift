extension String {
  /// A path as a URI reference: an absolute one with the scheme "file", a relative one without.
  ///
  /// RFC 3986, sections 2.1 and 4.2; RFC 8089, section 2; SARIF 2.1.0, section 3.10.1. A relative one may have a colon in
  /// its first part, which is escaped.
  var uriReference: String {
    // Two slashes at the start of a path mean one, but in a URI they would name a host.
    hasPrefix("/") ? "file:///" + String(drop { $0 == "/" }).percentEncoded : percentEncoded
  }

  private var percentEncoded: String {
    // Most need nothing, and there may be one a finding.
    if utf8.allSatisfy({ Self.isPlain($0) }) { return self }
    var text = ""
    for byte in utf8 {
      if Self.isPlain(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        text += "%" + (digits.count < 2 ? "0" : "") + digits
      }
    }
    return text
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    0x61...0x7a ~= byte | 0x20 && byte < 0x80 || 0x30...0x39 ~= byte || 0x2d...0x2f ~= byte
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "~")
  }
}
