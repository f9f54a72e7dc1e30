import Bytes
import Diagnostics
import ELF
import Glibc
import Isolation
import SectionCheck

/// A file that is opened, and changed in place then: what is read must stay within it, and clean.
final class ChangedFile: Sendable {
  static let shared = ChangedFile()

  private let descriptor: CInt

  /// Makes the file, which has no name any more.
  private init() {
    let path = "/tmp/cr3scope-changed-\(getpid()).o"
    descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
    precondition(descriptor >= 0, path)
    unlink(path)
  }

  /// Opens the bytes as object files, changes some of them that the bytes themselves choose, and asks everything.
  func fuzz(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count > 0 else { return }
    precondition(ftruncate(descriptor, bytes.count) == 0)
    precondition(pwrite(descriptor, bytes.baseAddress, bytes.count, 0) == bytes.count)
    guard let file = try? FileBytes.open("/proc/self/fd/\(descriptor)"), let files = try? ObjectFile.files(in: file)
    else { return }
    let set = ObjectSet(files, policy: .standard)
    var state = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    for _ in 0..<4 {
      var changed = Array(bytes)
      let rate = 1 << (state >> 20 % 8)
      for place in changed.indices {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        if state >> 33 % UInt64(rate) == 0 { changed[place] = UInt8(truncatingIfNeeded: state >> 56) }
      }
      precondition(pwrite(descriptor, changed, changed.count, 0) == changed.count)
      for file in files { read(file) }
      check(set)
      check(ObjectSet(files, policy: .standard))
    }
  }
}
