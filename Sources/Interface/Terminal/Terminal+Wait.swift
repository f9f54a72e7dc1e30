package import Canvas
import Glibc

// While something takes long: what is said on the last row, and the keys that end it.

extension Terminal {
  /// Writes words over the last row of a screen of this size, without curses; ``redraw()`` takes them away.
  ///
  /// Only terminals with control sequences like xterm's get them. The words must be printable ASCII.
  package static func note(_ words: String, on size: Size) {
    guard Capabilities.hasControlSequences, size.height > 0 else { return }
    let shown = String(words.prefix(max(size.width - 1, 0)))
    // The cursor is saved, and given back (DECSC, DECRC).
    send(Array("\u{1B}7\u{1B}[\(size.height);1H\u{1B}[0;7m\(shown)\u{1B}[0m\u{1B}[K\u{1B}8".utf8))
  }

  /// Reads the keys that wait, and says whether Ctrl-C, or an Esc that nothing follows, was among them; others are lost.
  package static func takeEndingKey() -> Bool {
    while hasInput(milliseconds: 0) {
      var bytes = InlineArray<64, UInt8>(repeating: 0)
      let size = bytes.count
      var span = bytes.mutableSpan
      // The pointer is valid for the size during the call.
      let count = unsafe span.withUnsafeMutableBufferPointer { unsafe read(STDIN_FILENO, $0.baseAddress, size) }
      guard count > 0 else { return false }
      let keys = (0..<count).map { bytes[$0] }
      if keys.contains(0x03) || keys.last == 0x1B { return true }
    }
    return false
  }
}
