extension ByteSink {
  /// Appends a text as one YAML scalar: plain if every reader takes it for text, else in double quotes.
  mutating func append(yaml text: String) {
    guard !text.isPlainYAML else { return append(text) }
    append("\"")
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": append("\\\"")
      case "\\": append("\\\\")
      default:
        if scalar.isPrintableYAML {
          append(String(scalar))
        } else {
          let digits = String(scalar.value, radix: 16)
          append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
        }
      }
    }
    append("\"")
  }

  /// Appends texts as a YAML list on one line.
  mutating func append(yamlList texts: [String]) {
    append("[")
    for (index, text) in texts.enumerated() {
      if index > 0 { append(", ") }
      append(yaml: text)
    }
    append("]")
  }
}

extension String {
  /// Whether it begins like a name and holds nothing that YAML could give a meaning to, nor is a word or a number that
  /// some readers take for something else.
  fileprivate var isPlainYAML: Bool {
    let isLetter = { (byte: UInt8) in 0x61...0x7a ~= byte | 0x20 || byte == UInt8(ascii: "_") }
    guard let first = utf8.first, isLetter(first) || first == UInt8(ascii: ".") else { return false }
    let others = ".*?/+-$@".utf8
    return utf8.allSatisfy { isLetter($0) || 0x30...0x39 ~= $0 || others.contains($0) }
      && utf8.contains { isLetter($0) }
      && !["null", "true", "false", "yes", "no", "on", "off", "y", "n", ".nan", ".inf"].contains(lowercased())
  }
}

extension Unicode.Scalar {
  /// Whether it may stand in quotes as it is: YAML 1.1 section 5.1, without the marks that end lines.
  fileprivate var isPrintableYAML: Bool {
    switch value {
    case 0..<0x20, 0x7f...0x9f, 0x2028, 0x2029, 0xfeff, 0xfffe, 0xffff: false
    default: true
    }
  }
}
