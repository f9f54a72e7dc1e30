import Bytes
import Diagnostics
import Foundation
import Testing

/// Opening files, and reading numbers from them.
struct FileBytesTests {
  private let folder = FileManager.default.temporaryDirectory.path + "/cr3scope-bytes-\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func write(_ name: String, _ bytes: [UInt8]) -> String {
    let path = folder + "/" + name
    _ = FileManager.default.createFile(atPath: path, contents: Data(bytes))
    return path
  }

  private func error(_ path: String, limit: Int = FileBytes.readLimit) -> String? {
    do throws(ParseError) {
      _ = try FileBytes.open(path, limit: limit)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func numbersAreLittleEndianAndBounded() throws {
    for bytes in [FileBytes(name: "t", Array(1...10)), try FileBytes.open(write("t", Array(1...10)))] {
      #expect(bytes.count == 10)
      #expect(
        [bytes.byte(at: 0), bytes.byte(at: 9), bytes.byte(at: 10), bytes.byte(at: -1)] == [1, 10, nil, nil])
      #expect([bytes.littleEndian16(at: 8), bytes.littleEndian16(at: 9)] == [0x0a09, nil])
      #expect([bytes.littleEndian32(at: 6), bytes.littleEndian32(at: 7)] == [0x0a09_0807, nil])
      #expect([bytes.littleEndian64(at: 2), bytes.littleEndian64(at: 3)] == [0x0a09_0807_0605_0403, nil])
      #expect(bytes.littleEndian64(at: .min) == nil)
      #expect(bytes.littleEndian64(at: .max) == nil)
      #expect(bytes.withBytes { span in span.count } == 10)
    }
  }

  @Test func slices() throws {
    var bytes: FileBytes? = FileBytes(name: "t", Array(1...10))
    let part = try #require(bytes?.slice(2..<6, name: "t(\u{7}a)"))
    let inner = try #require(part.slice(1..<3, name: "i"))
    #expect(bytes?.slice(-1..<2, name: "t") == nil)
    #expect(bytes?.slice(2..<11, name: "t") == nil)
    #expect(part.slice(0..<5, name: "t") == nil)
    #expect(part.slice(4..<4, name: "t")?.count == 0)
    // The parts keep the bytes there.
    bytes = nil
    #expect(part.name == "t(\u{fffd}a)")
    #expect((-1...4).map { part.byte(at: $0) } == [nil, 3, 4, 5, 6, nil])
    #expect((0...2).map { inner.byte(at: $0) } == [4, 5, nil])
    #expect([part.littleEndian32(at: 0), part.littleEndian32(at: 1)] == [0x0605_0403, nil])
  }

  @Test func tables() {
    let bytes = FileBytes(name: "t", (0..<4104).map { UInt8(truncatingIfNeeded: $0 / 8) })
    var words = [UInt64](repeating: 0, count: 512)
    #expect(bytes.copyWords(at: 8, into: &words))
    #expect(words[1] == 0x0202_0202_0202_0202)
    #expect(words == (0..<512).map { bytes.littleEndian64(at: 8 + 8 * $0) })
    #expect(!bytes.copyWords(at: 9, into: &words))
    #expect(!bytes.copyWords(at: -1, into: &words))
    var short = [UInt64](repeating: 0, count: 511)
    #expect(!bytes.copyWords(at: 0, into: &short))
  }

  @Test func emptyBytes() {
    let bytes = FileBytes(name: "t", [])
    #expect(bytes.byte(at: 0) == nil)
    #expect(bytes.withBytes { span in span.count } == 0)
  }

  @Test func aSparseFileOpensAtOnce() throws {
    let path = write("sparse", [])
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.truncate(atOffset: 64 << 30)
    try handle.close()
    let bytes = try FileBytes.open(path)
    #expect(bytes.count == 64 << 30)
    #expect(bytes.littleEndian64(at: 64 << 30 - 8) == 0)
  }

  @Test func aPipeIsRead() throws {
    let path = folder + "/pipe"
    #expect(mkfifo(path, 0o600) == 0)
    let content = [UInt8](repeating: 7, count: 200_000)
    Thread.detachNewThread { FileHandle(forWritingAtPath: path)?.write(Data(content)) }
    let bytes = try FileBytes.open(path)
    #expect(bytes.count == 200_000)
    #expect(bytes.byte(at: 199_999) == 7)
  }

  @Test func aFileOfTheKernelIsRead() throws {
    #expect(try FileBytes.open("/proc/self/maps").count > 0)
  }

  @Test func refusals() throws {
    #expect(error(folder + "/none") == "\(folder)/none: no such file")
    #expect(error(folder) == "\(folder): is a directory; expected a file")
    #expect(error(write("empty", [])) == "\(folder)/empty: is empty; expected a core dump, a step log or a scenario")
    #expect(error("/dev/null") == "/dev/null: is empty; expected a core dump, a step log or a scenario")
    #expect(error("a\0b") == "a\u{fffd}b: no such file")
    #expect(
      error("/dev/zero", limit: 1000)
        == "/dev/zero: is longer than 1000 bytes; expected a regular file for so much, which is not read but mapped"
    )
    #expect(FileBytes.readLimit == 256 << 20)
    #expect(FileBytes.exists(write("one", [1])))
    #expect(!FileBytes.exists(folder))
    #expect(!FileBytes.exists(folder + "/none"))
  }
}
