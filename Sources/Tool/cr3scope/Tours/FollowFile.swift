import Bytes
import Glibc

/// Where a presentation tells which stop it shows: a file, or a FIFO.
///
///     presenter --"cr3scope stop 4 08-two-spaces"--> FILE --> second terminal
struct FollowFile {
  private let path: String
  private let tour: String
  static let head = "cr3scope stop "

  /// Names the file, and the tour that is presented. Throws a `UsageError` if the file cannot be written, or if there
  /// is something else in it, which would be overwritten.
  init(forWriting path: String, tour: String) throws {
    self.path = path
    self.tour = tour
    // The string is passed as a NUL-terminated copy that lives during the call.
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_NONBLOCK | O_CLOEXEC, 0o644)
    // A FIFO that nobody listens to yet is no error.
    guard descriptor >= 0 || errno == ENXIO else {
      throw UsageError("--follow \(OutputFailure.of(path).description)")
    }
    if descriptor >= 0 { close(descriptor) }
    guard FileBytes.isRegular(path), let bytes = try? FileBytes.open(path, limit: 1 << 12), bytes.count > 0 else {
      return
    }
    let isOurs = bytes.count < 1 << 12 && Self.head.utf8.enumerated().allSatisfy { bytes.byte(at: $0) == $1 }
    guard isOurs else { throw UsageError("--follow \(path): the file holds something else; name a new one") }
  }

  /// Tells which stop is shown, from 0; nobody has to listen.
  func tell(_ stop: Int) {
    // The string is passed as a NUL-terminated copy that lives during the call. A FIFO without a reader is no error.
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return }
    let bytes = Array("\(Self.head)\(stop + 1) \(tour)\n".utf8)
    // The pointer is valid for the count during the call; who does not read misses it.
    _ = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    close(descriptor)
  }
}

/// The other end of a `FollowFile`.
struct FollowReader: ~Copyable {
  private let path: String
  private var descriptor: Int32 = -1
  private var rest: [UInt8] = []

  init(_ path: String) {
    self.path = path
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// The stop that was told last, from 0, and of which tour; nil if nothing new was told.
  mutating func next() -> (stop: Int, tour: String)? {
    if descriptor < 0 {
      // The string is passed as a NUL-terminated copy that lives during the call.
      descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    }
    guard descriptor >= 0 else { return nil }
    var status = stat()
    // `status` is a local of the size that fstat fills.
    let isFile = unsafe fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    readMore()
    defer {
      // Of a file every look begins at the start, also if it is another one by then.
      if isFile {
        close(descriptor)
        descriptor = -1
        rest = []
      }
    }
    let lines = rest.split(separator: 0x0a, omittingEmptySubsequences: false)
    guard lines.count > 1, let end = rest.lastIndex(of: 0x0a) else { return nil }
    let line = String(decoding: lines[lines.count - 2], as: UTF8.self)
    rest.removeSubrange(...end)
    guard line.hasPrefix(FollowFile.head) else { return nil }
    let words = line.dropFirst(FollowFile.head.count).split(separator: " ", maxSplits: 1)
    guard words.count == 2, let stop = Int(words[0]), stop > 0 else { return nil }
    return (stop - 1, String(words[1]))
  }

  private mutating func readMore() {
    var buffer = [UInt8](repeating: 0, count: 1024)
    while rest.count < 1 << 16 {
      // The pointer is valid for the count during the call.
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      rest += buffer.prefix(count)
    }
    // No such line is so long.
    rest.removeFirst(rest.count - 1024)
  }
}
