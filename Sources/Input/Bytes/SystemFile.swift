import Diagnostics
import Glibc

/// The calls to the operating system that get at a file's bytes.
enum SystemFile {
  /// What a path leads to.
  enum Kind {
    case regular
    case directory
    case other

    /// What the mode of a file says.
    init(mode: mode_t) {
      switch mode & S_IFMT {
      case S_IFREG: self = .regular
      case S_IFDIR: self = .directory
      default: self = .other
      }
    }
  }

  /// A file that is open for reading; the caller closes it.
  struct Open {
    let descriptor: Int32
    let kind: Kind
    let size: Int
    let state: FileState
  }

  /// Whether opening a file may wait, as it does for the writer of a FIFO.
  enum Patience {
    case waits
    case neverWaits
  }

  /// Opens `path`, or takes standard input for "-".
  static func open(_ path: String, name: String, _ patience: Patience = .waits) throws(ParseError) -> Open {
    guard !path.utf8.contains(0) else { throw ParseError(file: name, found: "no such file") }
    var descriptor: Int32 = 0
    if path != "-" {
      repeat {
        // The string is passed as a NUL-terminated copy that lives during the call.
        descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | (patience == .waits ? 0 : O_NONBLOCK))
      } while descriptor < 0 && errno == EINTR
    }
    guard descriptor >= 0 else {
      let error = errno
      // Where an argument was not UTF-8, Swift has put U+FFFD.
      let isRepaired = error == ENOENT && path.unicodeScalars.contains("\u{fffd}")
      throw ParseError(
        file: name, found: reason(error),
        expected: isRepaired ? "a name in UTF-8, or '-' and the file as standard input" : "")
    }
    var status = stat()
    // `status` is a local of the size that fstat fills.
    guard unsafe fstat(descriptor, &status) == 0 else {
      let error = errno
      close(descriptor, of: path)
      throw ParseError(file: name, found: reason(error))
    }
    return Open(
      descriptor: descriptor, kind: Kind(mode: status.st_mode), size: Int(status.st_size),
      state: FileState(status))
  }

  /// Closes what ``open(_:name:)`` opened; standard input stays open.
  static func close(_ descriptor: Int32, of path: String) {
    if path != "-" { _ = Glibc.close(descriptor) }
  }

  /// What is at `path`; nil if there is nothing.
  static func kind(_ path: String) -> Kind? {
    var status = stat()
    // The string is NUL-terminated during the call and `status` has the size that stat fills.
    guard !path.utf8.contains(0), unsafe stat(path, &status) == 0 else { return nil }
    return Kind(mode: status.st_mode)
  }

  /// Maps a regular file; nil if the operating system cannot.
  static func map(_ file: Open) -> UInt? {
    guard file.size > 0 else { return nil }
    // A private, read-only mapping of an open descriptor at an address that the kernel chooses.
    let start = unsafe mmap(nil, file.size, PROT_READ, MAP_PRIVATE, file.descriptor, 0)
    let address = UInt(bitPattern: start)
    return address == 0 || address == .max ? nil : address
  }

  /// Reads to the end into memory of malloc; fails above `limit` bytes, and if memory is short.
  static func readAll(_ file: Open, name: String, limit: Int) throws(ParseError) -> (
    address: UInt, count: Int
  ) {
    var buffer: UnsafeMutableRawPointer? = nil
    var capacity = 0
    var count = 0
    while true {
      if count == capacity {
        // One byte more than the limit suffices to see that there is more.
        capacity = min(max(1 << 16, capacity * 2), limit < .max ? limit + 1 : limit)
        // The block is ours, from malloc, or nil; on failure the old one stays valid.
        guard let larger = unsafe realloc(buffer, capacity) else {
          // The block is ours and nobody has seen its address.
          unsafe free(buffer)
          throw ParseError(file: name, found: "does not fit in memory", expected: "a regular file, which is mapped")
        }
        unsafe buffer = larger
      }
      // `buffer` has `capacity` bytes, of which the first `count` are filled.
      let got = unsafe read(file.descriptor, buffer.map { unsafe $0 + count }, capacity - count)
      if got < 0 && errno == EINTR { continue }
      if got > 0 { count += got }
      if got < 0 || count > limit {
        let problem = got < 0 ? reason(errno) : "is longer than \(limit) bytes"
        // The block is ours and nobody has seen its address.
        unsafe free(buffer)
        throw ParseError(
          file: name, found: problem,
          expected: got < 0 ? "" : "a regular file for so much, which is not read but mapped")
      }
      if got == 0 { return (UInt(bitPattern: buffer), count) }
    }
  }

  /// Copies bytes into memory of malloc.
  static func copy(_ bytes: [UInt8]) -> UInt {
    // At least one byte, so that the address is never 0.
    guard let block = unsafe malloc(max(bytes.count, 1)) else {
      preconditionFailure("out of memory for \(bytes.count) bytes of input")
    }
    // The block has room for all bytes and does not overlap them.
    unsafe bytes.withUnsafeBytes {
      unsafe block.copyMemory(from: $0.baseAddress ?? .init(block), byteCount: $0.count)
    }
    return UInt(bitPattern: block)
  }

  /// Gives back what a ``FileBytes`` owned.
  static func release(address: UInt, count: Int, storage: BytesOwner.Storage) {
    // The address came from mmap or malloc, as `storage` says, and this is its only release.
    let block = unsafe UnsafeMutableRawPointer(bitPattern: address)
    switch storage {
    case .mapped:
      MappedFiles.remove(address)
      // See above.
      _ = unsafe munmap(block, count)
    // See above.
    case .allocated: unsafe free(block)
    }
  }

  /// The words for an error number, in the house style for the two that people meet.
  private static func reason(_ error: Int32) -> String {
    switch error {
    case ENOENT, ENOTDIR: return "no such file"
    case EACCES, EPERM: return "no permission to read it"
    default:
      // strerror gives a NUL-terminated text that stays until the next call on this thread.
      guard let text = unsafe strerror(error) else { return "error \(error)" }
      // See above: the text is copied at once.
      return CleanText.clean(unsafe String(cString: text))
    }
  }
}
