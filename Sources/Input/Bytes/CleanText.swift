/// Makes text from files safe to show: the one place where control characters end.
///
/// C0, 0x7f, C1 (tabs and line ends too), bidirectional marks, overrides and isolates, and invalid UTF-8
/// become U+FFFD, one for one. Unicode 16, chapter 23.2 and 23.1.
package enum CleanText {
  /// What stands for a character that is not shown.
  private static let replacement: Unicode.Scalar = "\u{fffd}"

  /// The text in `bytes`, cleaned.
  package static func clean(_ bytes: some Collection<UInt8>) -> String {
    clean(String(decoding: bytes, as: UTF8.self))
  }

  /// The same text, cleaned.
  package static func clean(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) { return text }
    var clean = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { clean.append(isSafe(scalar) ? scalar : replacement) }
    return String(clean)
  }

  /// Whether a character may reach a terminal.
  private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x1f, 0x7f...0x9f: false
    case 0x61c, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069: false
    default: true
    }
  }
}
