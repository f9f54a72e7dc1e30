import Bytes
import Captures
import Diagnostics
import Foundation
import Glibc
import Recordings
import TestSupport
import Testing
import Timelines

/// Files that are found beside a log and that nobody named: only regular ones are opened.
final class NeighbourTests {
  private let folder: String

  init() throws {
    folder = FileManager.default.temporaryDirectory.path + "/cr3scope-\(UUID().uuidString)/"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data("step,rip,symbol,cpl,cr3\n0,0x1000,f,0,0x1000\n".utf8).write(to: URL(fileURLWithPath: folder + "g.csv"))
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func warnings() throws -> [String] {
    try InputFile.open(folder + "g.csv").recording.notices.filter { $0.severity == .warning }
      .map { $0.message.replacingOccurrences(of: folder, with: "") }
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: ["g.start.elf", "g-start.elf", "start.elf", "objects.csv", "types.csv", "members.csv"])
  func aFIFO(name: String) throws {
    #expect(mkfifo(folder + name, 0o600) == 0)
    #expect(try warnings() == ["\(name) is no regular file: passed over"])
  }

  @Test(.timeLimit(.minutes(1))) func devicesAndFolders() throws {
    try FileManager.default.createSymbolicLink(atPath: folder + "objects.csv", withDestinationPath: "/dev/zero")
    try FileManager.default.createDirectory(atPath: folder + "types.csv", withIntermediateDirectories: true)
    #expect(
      try warnings() == ["objects.csv is no regular file: passed over", "types.csv is a directory: passed over"])
  }

  /// A core that is still to be written.
  @Test(arguments: ["g.start.elf", "g-start.elf", "start.elf"]) func anEmptyCore(name: String) throws {
    #expect(FileManager.default.createFile(atPath: folder + name, contents: nil))
    let errors = try InputFile.open(folder + "g.csv").recording.notices.filter { $0.severity == .error }
    #expect(errors.map(\.message) == ["\(folder)\(name): is empty; expected an ELF core dump"])
  }

  /// A file of holes costs nothing, whatever it claims to hold.
  @Test(.timeLimit(.minutes(1))) func holes() throws {
    #expect(FileManager.default.createFile(atPath: folder + "members.csv", contents: nil))
    #expect(truncate(folder + "members.csv", 64 << 30) == 0)
    #expect(
      try warnings() == ["members.csv has 68719476736 bytes, more than the 268435456 that are read: passed over"])
    let error = Samples.error { () throws(ParseError) in
      _ = try SymbolFile.read(FileBytes.open(self.folder + "members.csv"))
    }
    #expect(error?.hasSuffix("members.csv: has 68719476736 bytes; expected 268435456 at most") == true)
  }

  /// Tables of the last row say nothing without those of the first.
  @Test(arguments: ["g.end.elf", "g-end.elf", "end.elf"]) func anEndWithoutAStart(name: String) throws {
    #expect(FileManager.default.createFile(atPath: folder + name, contents: nil))
    #expect(try warnings() == ["\(name) is not used: there is no core of the first row"])
  }

  @Test(.timeLimit(.minutes(1))) func theEndToo() throws {
    let end = folder + "g.end.elf"
    #expect(mkfifo(end, 0o600) == 0)
    let core = ELFWriter([
      .init(kind: 4, bytes: ELFWriter.qemuNote(cr3: 0x1000)), .init(physical: 0x1000, bytes: ELFWriter.table([:])),
    ])
    try Data(core.file).write(to: URL(fileURLWithPath: folder + "g.start.elf"))
    #expect(try warnings() == ["g.end.elf is no regular file: passed over"])
  }
}
