import Bytes
import Glibc
import Reports

/// Standard output was closed by its reader, as by `| head`.
struct ClosedOutput: Error {}

/// Standard output, or a file, could not be written.
struct OutputFailure: Error, CustomStringConvertible {
  let description: String

  /// The failure of the last call, with the name of what could not be written.
  static func of(_ name: String) -> OutputFailure {
    // The result is a terminated string until the next call, and copied at once.
    OutputFailure(description: "\(CleanText.clean(name)): \(unsafe String(cString: strerror(errno)))")
  }
}

/// Standard output and standard error.
enum Output {
  /// Runs `body` with a sink that writes to standard output or another descriptor, and hands over what is left. Ctrl-C
  /// ends it behind a complete line.
  static func write<Result>(
    to descriptor: Int32 = STDOUT_FILENO, name: String = "standard output", _ body: (inout ByteSink) throws -> Result
  ) throws -> Result {
    // Output on the terminal is its own progress display.
    let isSeen = isatty(descriptor) == 1
    return try LongWork.run("KiB of output") { _ throws in
      var bytes = 0
      var sink = ByteSink(isWanted: { !LongWork.isInterrupted }) { words, count in
        try send(words, count: count, to: descriptor, name)
        bytes += count
        if !isSeen { LongWork.reached(bytes >> 10, 0) }
      }
      let result = try body(&sink)
      try sink.finish()
      return result
    }
  }

  /// The same for short output, which Ctrl-C does not cut off.
  static func writeWhole(_ body: (inout ByteSink) throws -> Void) throws {
    var sink = ByteSink { try send($0, count: $1, to: STDOUT_FILENO, "standard output") }
    try body(&sink)
    try sink.finish()
  }

  /// Writes lines to standard error, cleaned: they may quote what the user or a script passed.
  static func complain(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let bytes = Array((lines.map { CleanText.clean(String($0)) }.joined(separator: "\n") + "\n").utf8)
    // The pointer is valid for the count during the call; a failure here has nowhere to be reported.
    _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  private static func send(_ words: Span<UInt64>, count: Int, to descriptor: Int32, _ name: String) throws {
    precondition(count <= words.count * 8)
    var offset = 0
    while offset < count {
      // The pointer is valid for the count during the call, and the offset is inside.
      let written = unsafe words.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress?.advanced(by: offset), count - offset)
      }
      if written < 0 {
        if errno == EINTR { continue }
        if errno == EPIPE { throw ClosedOutput() }
        throw OutputFailure.of(name)
      }
      offset += written
    }
  }
}
