import Bytes
import ELF
import Foundation
import Isolation
import SectionCheck
import TestSupport
import Testing

/// The compiler and the assembler of the machine that runs the tests.
enum Compiler {
  /// Whether all tools are there.
  static let isThere = ["make", "gcc", "ld"].allSatisfy {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)")
  }

  /// The object of an assembly source, named "a.o".
  static func object(assembly: String) throws -> ObjectFile {
    try withFolder { folder in
      try assembly.write(toFile: folder + "/a.s", atomically: true, encoding: .utf8)
      try run("/usr/bin/gcc", "-c", "-o", folder + "/a.o", folder + "/a.s")
      return try file("a.o", in: folder)
    }
  }

  /// The object of a C source, named "a.o".
  static func object(c source: String, _ options: [String]) throws -> ObjectFile {
    try #require(try ObjectFile.files(in: FileBytes(name: "a.o", try bytes(c: source, options))).first)
  }

  /// What the compiler makes of a C source.
  static func bytes(c source: String, _ options: [String]) throws -> [UInt8] {
    try withFolder { folder in
      try source.write(toFile: folder + "/a.c", atomically: true, encoding: .utf8)
      try run("/usr/bin/gcc", options + ["-c", "-o", folder + "/a.o", folder + "/a.c"])
      return [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/a.o")))
    }
  }

  /// The objects of samples/sections, by their names.
  static func samples() throws -> [String: ObjectFile] {
    try withFolder { folder in
      try run("/usr/bin/make", "-s", "-C", sample("sections"), "OUT=\(folder)")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      return Dictionary(uniqueKeysWithValues: try names.map { ($0, try file($0, in: folder)) })
    }
  }

  private static func file(_ name: String, in folder: String) throws -> ObjectFile {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
    return try #require(try ObjectFile.files(in: FileBytes(name: name, bytes)).first)
  }

  private static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = NSTemporaryDirectory() + "cr3scope-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
  }

  private static func run(_ program: String, _ arguments: String...) throws { try run(program, arguments) }

  private static func run(_ program: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let complaints = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(complaints)")
  }
}
