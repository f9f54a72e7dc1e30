import Bytes
import Foundation
import Testing

/// Files that another program changes while they are mapped. What is told is told of the whole process, hence one after
/// the other.
@Suite(.serialized) struct MappedFilesTests {
  private func file(_ bytes: [UInt8]) throws -> String {
    let path = FileManager.default.temporaryDirectory.appending(path: "mapped-\(UUID().uuidString)").path
    try Data(bytes).write(to: URL(filePath: path))
    return path
  }

  /// mmap(2): behind the new end of a shortened file are no pages, and reading them raises SIGBUS.
  @Test func aShortenedFile() throws {
    let path = try file([UInt8](repeating: 7, count: 3 * 4096))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let bytes = try FileBytes.open(path)
    #expect(bytes.byte(at: 2 * 4096) == 7)
    #expect(!MappedFiles.changed().contains(path))
    try FileHandle(forWritingTo: URL(filePath: path)).truncate(atOffset: 100)
    #expect(bytes.byte(at: 99) == 7, "the page that is left")
    #expect(bytes.byte(at: 2 * 4096) == 0)
    #expect(bytes.littleEndian64(at: 3 * 4096 - 8) == 0)
    #expect(bytes.byte(at: 3 * 4096) == nil)
    #expect(MappedFiles.changed().contains(path))
    #expect(!MappedFiles.changed().contains(path), "told once")
  }

  @Test func aRewrittenFile() throws {
    let path = try file([1, 2, 3])
    defer { try? FileManager.default.removeItem(atPath: path) }
    let bytes = try FileBytes.open(path)
    let handle = try FileHandle(forWritingTo: URL(filePath: path))
    usleep(20_000)
    try handle.write(contentsOf: [9])
    #expect(bytes.byte(at: 0) == 9)
    #expect(MappedFiles.changed().contains(path))
  }

  /// The old file is still there, under no name.
  @Test func aReplacedFile() throws {
    let path = try file([1, 2, 3])
    defer { try? FileManager.default.removeItem(atPath: path) }
    let bytes = try FileBytes.open(path)
    try Data([9, 9]).write(to: URL(filePath: path), options: .atomic)
    #expect(bytes.byte(at: 0) == 1)
    #expect(!MappedFiles.changed().contains(path))
  }

  /// A file that is given back before anybody asks.
  @Test func aFileThatIsGone() throws {
    let path = try file([1, 2, 3])
    defer { try? FileManager.default.removeItem(atPath: path) }
    var bytes: FileBytes? = try FileBytes.open(path)
    usleep(20_000)
    try FileHandle(forWritingTo: URL(filePath: path)).truncate(atOffset: 2)
    #expect(bytes?.count == 3)
    bytes = nil
    #expect(MappedFiles.changed().contains(path))
  }

  /// More files than there are slots: the others are read, so that shortening them changes nothing.
  @Test func veryManyFiles() async {
    await #expect(processExitsWith: .success) {
      let path = FileManager.default.temporaryDirectory.appending(path: "mapped-\(UUID().uuidString)").path
      try Data([UInt8](repeating: 7, count: 2 * 4096)).write(to: URL(filePath: path))
      defer { try? FileManager.default.removeItem(atPath: path) }
      var files: [FileBytes] = []
      for _ in 0..<MappedFiles.limit + 2 { files.append(try FileBytes.open(path)) }
      try FileHandle(forWritingTo: URL(filePath: path)).truncate(atOffset: 100)
      let bytes = files.map { $0.byte(at: 4096) }
      guard bytes == Array(repeating: 0, count: MappedFiles.limit) + [7, 7] else { exit(1) }
      // A slot that is given back serves the next file.
      files.removeFirst(10)
      guard try FileBytes.open(path).count == 100, MappedFiles.changed() == [path] else { exit(2) }
    }
  }

  /// A signal that somebody sent ends the process, as it does without files.
  @Test func aSignalThatIsSent() async {
    await #expect(processExitsWith: .signal(SIGBUS)) {
      let file = try FileBytes.open("/proc/self/exe")
      raise(SIGBUS)
      exit(Int32(file.count & 1))
    }
  }
}
