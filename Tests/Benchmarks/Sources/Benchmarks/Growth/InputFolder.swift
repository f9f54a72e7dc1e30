import Foundation

/// Where the inputs are made.
struct InputFolder {
  let path: String

  /// Writes a text and gives its path; makes the folder that the name may begin with.
  func write(_ text: String, to name: String) throws -> String {
    let file = URL(fileURLWithPath: "\(path)/\(name)")
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: false, encoding: .utf8)
    return file.path
  }

  /// Runs one of the programs that make binary inputs, in this folder; the last word is the file, whose path it gives.
  func make(_ program: String, _ words: String...) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "\(path)/\(program)")
    process.currentDirectoryURL = URL(fileURLWithPath: path)
    process.arguments = words
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
    return "\(path)/\(words.last ?? "")"
  }
}
