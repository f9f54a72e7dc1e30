import Foundation
import Testing

/// The built program, run as a user runs it.
enum Program {
  /// What a run left behind.
  struct Result {
    let status: Int32
    let output: String
    let complaints: String
  }

  /// The program that was built with these tests: it stands beside their executable.
  static let path: String = {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("cr3scope").path
  }()

  /// Runs the program in `folder` with nothing on its standard input.
  static func run(_ arguments: String..., in folder: String = "/") throws -> Result {
    try run(path, arguments, in: folder)
  }

  /// Runs a line of bash, in which `$P` is the program.
  static func shell(_ line: String, in folder: String = "/") throws -> Result {
    try run("/bin/bash", ["-c", line], in: folder)
  }

  private static func run(_ program: String, _ arguments: [String], in folder: String) throws -> Result {
    let scratch = try Scratch()
    let environment = [
      "P": path, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "xterm", "COLUMNS": "200",
      "SWIFT_BACKTRACE": "enable=no",
    ]
    let status = try Spawn(
      program: program, arguments: arguments, environment: environment, folder: folder,
      output: scratch.path + "/output", complaints: scratch.path + "/complaints"
    ).run()
    return Result(
      status: status, output: try scratch.text("output"),
      complaints: try scratch.text("complaints"))
  }
}

/// A folder of its own that goes away with this value.
final class Scratch: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "cr3scope-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Writes a file and gives its path.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    let file = URL(fileURLWithPath: "\(path)/\(name)")
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return "\(path)/\(name)"
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")), as: UTF8.self)
  }
}
