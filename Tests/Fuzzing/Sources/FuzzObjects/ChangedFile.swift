import Bytes
import Diagnostics
import ELF
import Glibc
import Isolation
import SectionCheck
import TestSupport

/// A file that is opened, and changed in place then: what is read must stay within it, and clean.
final class ChangedFile: Sendable {
  static let shared = ChangedFile()

  private let descriptor: CInt

  /// Makes the file, which is in memory and has no name any more.
  private init() {
    let name = "/cr3scope-changed-\(getpid())"
    descriptor = shm_open(name, O_RDWR | O_CREAT | O_TRUNC, 0o600)
    precondition(descriptor >= 0, name)
    shm_unlink(name)
  }

  /// Opens the bytes as object files, changes some of them that the bytes themselves choose, and asks everything.
  func fuzz(_ bytes: UnsafeRawBufferPointer, _ random: inout SplitMix64) {
    guard bytes.count > 0 else { return }
    precondition(ftruncate(descriptor, bytes.count) == 0)
    precondition(pwrite(descriptor, bytes.baseAddress, bytes.count, 0) == bytes.count)
    guard let file = try? FileBytes.open("/proc/self/fd/\(descriptor)"), let files = try? ObjectFile.files(in: file)
    else { return }
    let set = ObjectSet(files, policy: .small)
    var changed = Array(bytes)
    // One byte of them is another, or up to all are.
    for _ in 0..<random.number(1...max(bytes.count >> random.number(0...10), 1)) {
      changed[random.number(0...bytes.count - 1)] = UInt8(truncatingIfNeeded: random.next())
    }
    precondition(pwrite(descriptor, changed, changed.count, 0) == changed.count)
    for file in files { read(file) }
    // The check takes many times as long as to read all.
    guard random.oneIn(4) else { return }
    check(random.oneIn(4) ? ObjectSet(files, policy: .standard) : set, &random)
  }
}
