import Glibc

/// Where keys come from once standard input was a recording: the controlling terminal, as in less.
enum KeySource {
  /// Makes the controlling terminal standard input. Throws a `UsageError` if there is none.
  static func takeTerminal() throws {
    guard isatty(STDIN_FILENO) == 0 else { return }
    // The path is a NUL-terminated copy that lives during the call.
    let terminal = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard terminal >= 0 else {
      // The result is a terminated string until the next call, and copied at once.
      let reason = unsafe String(cString: strerror(errno))
      throw UsageError("standard input is the recording, and there is no terminal for the keys: /dev/tty: \(reason)")
    }
    dup2(terminal, STDIN_FILENO)
    close(terminal)
  }
}
