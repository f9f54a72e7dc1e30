import Glibc
import Synchronization

/// The files that are mapped now, so that one that another program changes meanwhile is noticed.
///
/// A mapping shows what the file holds at each moment, not what it held when it was opened. Where a file has become
/// shorter, the pages behind its new end are gone, and reading them raises SIGBUS (mmap(2)). The handler puts zeros
/// there, so that every access that was inside stays inside; ``changed()`` then says which file it was.
///
/// Each file has a slot: its pages, which a handler of signals looks at without a lock, and what else there is to say.
///
///     slot       0                 1                 2 ... 1023
///     pages      start, end        0, 0 (free)       ...          atomic
///     files      name, path, ...   nil                            behind a lock
package enum MappedFiles {
  /// What there is to say of a mapped file apart from its pages.
  struct File: Sendable {
    /// The name to show, cleaned.
    let name: String
    /// Where the file is; nil for standard input.
    let path: String?
    /// What the file was when it was mapped; after a change that was told, what it was then.
    var state: FileState
  }

  /// How many files can be mapped at a time. What is opened beyond that is read into memory, so that no fault is left
  /// without a handler.
  package static let limit = 1024

  private static let files = Mutex([File?](repeating: nil, count: limit))
  /// Files that had changed by the moment they were given back.
  private static let lost = Mutex<[String]>([])
  private static let everChanged = Atomic(false)

  /// Maps a regular file; nil if every slot is taken or the operating system cannot.
  static func map(_ file: SystemFile.Open, _ description: File) -> UInt? {
    let slot = files.withLock { files -> Int? in
      guard let slot = files.firstIndex(where: { $0 == nil }) else { return nil }
      files[slot] = description
      return slot
    }
    guard let slot else { return nil }
    guard let address = SystemFile.map(file) else {
      files.withLock { $0[slot] = nil }
      return nil
    }
    setPages(address..<address + UInt(file.size), ofSlot: slot)
    handleFaults()
    return address
  }

  /// Forgets the mapping at `address`, which ends now.
  static func remove(_ address: UInt) {
    guard let slot = slot(startingAt: address) else { return }
    setPages(nil, ofSlot: slot)
    let file = files.withLock { $0[slot].take() }
    guard let file, file.changedState != nil else { return }
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
      for slot in files.indices {
        guard let file = files[slot], let now = file.changedState else { continue }
        names.append(file.name)
        files[slot]?.state = now
      }
    }
    if !names.isEmpty { everChanged.store(true, ordering: .relaxed) }
    var told: Set<String> = []
    return names.filter { told.insert($0).inserted }
  }

  /// Whether ``changed()`` ever gave a name.
  package static var hasChange: Bool { everChanged.load(ordering: .relaxed) }
}

extension MappedFiles.File {
  /// What the file is now, if it is still the same file and was changed; else nil.
  fileprivate var changedState: FileState? {
    guard let now = FileState(of: path), now.isSameFile(as: state), now != state else { return nil }
    return now
  }
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
