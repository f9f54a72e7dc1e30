import Glibc
import Synchronization

/// The files that are mapped now, so that one that another program changes meanwhile is noticed.
///
/// A mapping shows what the file holds at each moment, not what it held when it was opened. Where a file has become
/// shorter, the pages behind its new end are gone, and reading them raises SIGBUS (mmap(2)). The handler puts zeros
/// there, so that every access that was inside stays inside; ``changed()`` then says which file it was.
package enum MappedFiles {
  /// One mapped file.
  struct File: Sendable {
    /// The first byte of the mapping.
    let address: UInt
    /// Its length in bytes.
    let count: Int
    /// The name to show, cleaned.
    let name: String
    /// Where the file is; nil for standard input.
    let path: String?
    /// What the file was when it was mapped; after a change that was told, what it was then.
    var state: FileState
  }

  /// The pages that a handler of signals may look at: the same files, without anything that takes a lock or memory.
  struct Ranges {
    /// How many mappings have an entry. A fault in one that has none ends the process.
    static let limit = 1024
    /// First and last address, exclusive, of each mapping; 0 and 0 for none.
    var bounds = InlineArray<2048, UInt>(repeating: 0)
    /// How many entries are in use or were.
    var count = 0
  }

  static let files = Mutex<[File]>([])
  static let ranges = Mutex(Ranges())
  /// Files that had changed by the moment they were given back.
  private static let lost = Mutex<[String]>([])

  /// Notes a mapping of `count` bytes at `address`.
  static func add(_ file: File) {
    files.withLock { $0.append(file) }
    ranges.withLock { ranges in
      let free = (0..<ranges.count).first { ranges.bounds[2 * $0 + 1] == 0 } ?? ranges.count
      guard free < Ranges.limit else { return }
      ranges.bounds[2 * free] = file.address
      ranges.bounds[2 * free + 1] = file.address + UInt(file.count)
      ranges.count = max(ranges.count, free + 1)
    }
    handleFaults()
  }

  /// Forgets the mapping at `address`, which ends now.
  static func remove(_ address: UInt) {
    ranges.withLock { ranges in
      for index in 0..<ranges.count where ranges.bounds[2 * index] == address {
        (ranges.bounds[2 * index], ranges.bounds[2 * index + 1]) = (0, 0)
      }
    }
    let file = files.withLock { files in
      files.firstIndex { $0.address == address }.map { files.remove(at: $0) }
    }
    guard let file, let now = FileState(of: file.path), now.isSameFile(as: file.state), now != file.state else {
      return
    }
    lost.withLock { $0.append(file.name) }
  }

  /// The names of files that have been changed in place since they were mapped, or since they were last told; each once.
  ///
  /// A file that was replaced by another of its name is not among them: what is mapped is still the old one.
  package static func changed() -> [String] {
    var names = lost.withLock { names in
      defer { names = [] }
      return names
    }
    files.withLock { files in
      for index in files.indices {
        guard let now = FileState(of: files[index].path), now.isSameFile(as: files[index].state) else { continue }
        if now != files[index].state { names.append(files[index].name) }
        files[index].state = now
      }
    }
    if !names.isEmpty { everChanged.store(true, ordering: .relaxed) }
    var told: Set<String> = []
    return names.filter { told.insert($0).inserted }
  }

  /// Whether ``changed()`` ever gave a name.
  package static var hasChange: Bool { everChanged.load(ordering: .relaxed) }

  private static let everChanged = Atomic(false)
}

/// What tells one version of a file from another.
struct FileState: Hashable, Sendable {
  private let device: UInt
  private let inode: UInt
  private let size: Int
  private let modified: [Int]

  /// Takes it from what the operating system says of a file.
  init(_ status: stat) {
    device = UInt(status.st_dev)
    inode = UInt(status.st_ino)
    size = Int(status.st_size)
    modified = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
  }

  /// That of the file at `path`, or of standard input for nil; nil if there is none any more.
  init?(of path: String?) {
    var status = stat()
    // `status` is a local of the size that is filled; the string is NUL-terminated during the call.
    let result = if let path { unsafe stat(path, &status) } else { unsafe fstat(STDIN_FILENO, &status) }
    guard result == 0 else { return nil }
    self.init(status)
  }

  /// Whether both are of one file.
  func isSameFile(as other: FileState) -> Bool { device == other.device && inode == other.inode }
}
