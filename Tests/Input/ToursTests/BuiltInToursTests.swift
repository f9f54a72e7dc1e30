import Bytes
import Commands
import Foundation
import Testing
import TestSupport
import Tours

/// The built-in tours equal the samples that they were made of, and read alike.
@Suite struct BuiltInToursTests {
  private static let sources = samplesFolder + "/../Sources/Input/Tours/BuiltIn/"

  private static var tourPaths: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: sample("tours")).filter { $0.hasSuffix(".tour") }.sorted()
        .map { "tours/\($0)" }
    }
  }

  /// What tours open or include, besides what is built in otherwise.
  private static func textPaths() throws -> [String] {
    var paths = try tourPaths
    for path in try tourPaths {
      for line in try read(path).lines {
        guard case .open = line.command, let named = line.path else { continue }
        let inside = String(named.dropFirst(samplesFolder.count + 1))
        if inside != BuiltInTours.recordingPath, inside != BuiltInTours.dumpPath, !paths.contains(inside) {
          paths.append(inside)
        }
      }
    }
    return paths
  }

  private static func read(_ path: String) throws -> Tour {
    try TourReader.read(
      FileBytes.open(sample(path)), path: sample(path),
      files: TourFiles(
        read: { (path) throws(TourFiles.Problem) in try FileBytes.open(path) },
        find: { FileBytes.exists($0) ? .file : .nothing })
    )
  }

  private static let head = """
    // swift-format-ignore-file
    // Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.


    """

  /// The tours, and what they open, are there as they stand in samples.
  @Test func theTextsAreThoseOfTheSamples() throws {
    let paths = try Self.textPaths()
    for path in paths {
      let built = try BuiltInTours.files.read(path)
      let wanted = try Data(contentsOf: URL(filePath: sample(path)))
      #expect(built.withBytes { span in (0..<span.count).map { span[$0] } } == [UInt8](wanted), "\(path)")
    }
    let others = try FileManager.default.contentsOfDirectory(atPath: sample("scenarios")).map { "scenarios/\($0)" }
    for path in others where !paths.contains(path) { #expect(BuiltInTours.files.find(path) == .nothing, "\(path)") }
  }

  @Test func theDumpIsUpToDate() throws {
    let file =
      Self.head + """
        extension BuiltInTours {
          /// The ``SparseFile`` of the dump in Base64.
          static let packedDump: StaticString = "\(try Self.packedDump().base64EncodedString())"
        }

        """
    expectFile(file, Self.sources + "BuiltInTours+Dump.swift")
  }

  private func expectFile(_ wanted: String, _ path: String) {
    let current = try? String(contentsOfFile: path, encoding: .utf8)
    if current != wanted && ProcessInfo.processInfo.environment["RECORD"] == "1" {
      #expect(throws: Never.self) { try wanted.write(toFile: path, atomically: true, encoding: .utf8) }
      Issue.record("\(path) was recorded anew; run the tests again")
    }
    #expect(current == wanted, "run with RECORD=1 to record")
  }

  @Test func theDumpEqualsTheSample() throws {
    let built = try BuiltInTours.files.read(BuiltInTours.dumpPath)
    let wanted = try Data(contentsOf: URL(filePath: sample(BuiltInTours.dumpPath)))
    #expect(built.withBytes { span in (0..<span.count).map { span[$0] } } == [UInt8](wanted))
  }

  /// Every tour reads as its file does, and the names lead to it.
  @Test func theToursEqualTheSamples() throws {
    let items = BuiltInTours.all
    #expect(items.map(\.path) == (try Self.tourPaths))
    for item in items {
      let built = try TourReader.read(item.bytes, path: item.path, files: BuiltInTours.files)
      let file = try Self.read(item.path)
      #expect(built.lines.map(\.command) == file.lines.map(\.command))
      #expect(built.title == file.title)
      #expect(BuiltInTours.named(item.name)?.path == item.path)
      #expect(BuiltInTours.named(String(item.name.prefix(2)))?.path == item.path)
    }
    #expect(BuiltInTours.named("0") == nil)
    #expect(BuiltInTours.named("99") == nil)
  }

  /// Words of 0 and runs of others.
  private static func packedDump() throws -> Data {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: sample(BuiltInTours.dumpPath))))
    try #require(bytes.count % 8 == 0)
    let isZero = (0..<bytes.count / 8).map { word in bytes[word * 8..<word * 8 + 8].allSatisfy { $0 == 0 } }
    var packed = Data(ELFWriter.little(bytes.count, 4))
    var word = 0
    var end = 0
    while word < isZero.count {
      guard !isZero[word] else {
        word += 1
        continue
      }
      let start = word
      while word < isZero.count, !isZero[word] { word += 1 }
      packed += ELFWriter.little(start - end, 4) + ELFWriter.little(word - start, 4) + Data(bytes[start * 8..<word * 8])
      end = word
    }
    return packed
  }
}
