import CNcurses
import Canvas
import Glibc

// Text that is pasted at once.

extension Terminal {
  /// What makes a terminal mark pasted text, and what ends that (xterm control sequences, bracketed paste mode).
  static let (marksPastes, marksNoPastes) = (Array("\u{1B}[?2004h".utf8), Array("\u{1B}[?2004l".utf8))

  /// What is sent in front of pasted text, without its ESC.
  static let pasteStart = "[200~"

  /// How long the next bytes of a paste may take to come, in milliseconds: the mark of its end may be lost.
  private static let pasteDelay: Int32 = 2000

  /// The text that follows the mark of a paste.
  ///
  /// It is read without curses, which makes several system calls for each byte, and nothing behind its end is read.
  /// Without the mark of its end it ends when nothing comes for `pasteDelay`, or with a Ctrl-C that comes by itself.
  func readPaste() -> Key {
    var reader = PasteReader()
    while reader.missing > 0 {
      let isWaiting = Self.hasInput(milliseconds: 0)
      guard isWaiting || Self.hasInput(milliseconds: Self.pasteDelay) else { break }
      var bytes = InlineArray<8, UInt8>(repeating: 0)
      let size = min(reader.missing, bytes.count)
      var span = bytes.mutableSpan
      // The pointer is valid for the size during the call.
      let count = unsafe span.withUnsafeMutableBufferPointer { unsafe read(STDIN_FILENO, $0.baseAddress, size) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { break }
      let chunk = (0..<count).map { bytes[$0] }
      if chunk == [0x03], !isWaiting { return .control("C") }
      reader.take(chunk)
    }
    return .paste(reader.text)
  }

  /// Whether something can be read from the terminal, now or within so many milliseconds; a signal only makes the time
  /// start again.
  static func hasInput(milliseconds: Int32) -> Bool {
    var source = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    var count: Int32 = 0
    repeat {
      // A local that outlives the call, and the count is its own.
      count = unsafe poll(&source, 1, milliseconds)
    } while count < 0 && errno == EINTR
    return count > 0
  }
}
