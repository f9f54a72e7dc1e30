import Bytes
import Diagnostics

/// The version of a QEMU note, which is 1 in all that QEMU writes.
///
/// QEMU 7.2 target/i386/arch_dump.c, QEMUCPUSTATE_VERSION; the structure has 440 bytes, before the GS base was added 432.
struct NoteVersion {
  private let version: UInt32
  private let size: Int

  /// Reads the first field of a note.
  init(_ contents: Range<Int>, in bytes: FileBytes) {
    version = UInt32(truncatingIfNeeded: bytes.littleEndian64(at: contents.lowerBound) ?? 0)
    size = contents.count
  }

  /// Whether the registers may be where they are in version 1.
  var isReadable: Bool { version == 1 || size == 432 || size == 440 }

  /// What is wrong with the note of a processor, counted from 0 among all QEMU notes; nil if nothing is.
  func notice(cpu: Int) -> Notice? {
    guard version != 1 else { return nil }
    let note = "the QEMU note of CPU \(cpu) is of version \(version)"
    return isReadable
      ? Notice(.warning, "\(note); expected 1: its registers may be others")
      : Notice(.error, "\(note) with \(size) bytes; expected version 1: it is not read")
  }
}

/// The QEMU notes of a dump that are of another version.
struct NoteVersions {
  /// How many of them are not read.
  private(set) var unread = 0
  private var first: Notice?
  private var count = 0

  /// Takes the version of the note of a processor, counted from 0 among all QEMU notes.
  mutating func add(_ version: NoteVersion, cpu: Int) {
    guard let notice = version.notice(cpu: cpu) else { return }
    if !version.isReadable { unread += 1 }
    count += 1
    // The worst of them is said.
    if first.map({ $0.severity < notice.severity }) ?? true { first = notice }
  }

  /// One notice for all of them.
  var notices: [Notice] {
    guard let first else { return [] }
    let more = count == 1 ? "" : count == 2 ? " (and 1 more note)" : " (and \(count - 1) more notes)"
    return [Notice(first.severity, first.message + more)]
  }
}
