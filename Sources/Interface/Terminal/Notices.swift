import Glibc
import Synchronization

/// Signals on their way from a handler to the thread that has the terminal, through a pipe: a thread that
/// waits for keys then waits for both, and no signal is lost between looking and waiting.
struct Notices: ~Copyable {
  /// The end of the pipe that becomes readable when a signal has come.
  let descriptor: Int32

  /// The end that handlers write to, or -1; one for the process, as signals are.
  private static let writer = Atomic<Int32>(-1)

  /// A pipe that handlers write to from now on; nil if the process has no descriptors left.
  init?() {
    var ends: [Int32] = [-1, -1]
    // The array has the two elements that pipe writes.
    let status = unsafe pipe(&ends)
    guard status == 0 else { return nil }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    descriptor = ends[0]
    Notices.writer.store(ends[1], ordering: .sequentiallyConsistent)
  }

  deinit {
    let writer = Notices.writer.exchange(-1, ordering: .sequentiallyConsistent)
    close(writer)
    close(descriptor)
  }

  /// Sends a signal's number; safe in a handler. If the pipe is full, enough notices are waiting.
  static func post(_ signal: Int32) {
    let saved = errno
    var byte = UInt8(truncatingIfNeeded: signal)
    // A local of one byte that outlives the call.
    _ = unsafe write(writer.load(ordering: .sequentiallyConsistent), &byte, 1)
    errno = saved
  }

  /// The next signal that has come, or nil.
  func next() -> Int32? {
    var byte: UInt8 = 0
    // A local of one byte that outlives the call.
    let count = unsafe read(descriptor, &byte, 1)
    return count == 1 ? Int32(byte) : nil
  }
}
