import Chassis
import Bytes
import Commands
import Glibc
import Replay
import Reports

/// The file in which a session becomes a tour; every line is there as soon as its command was carried out.
struct RecordFile: ~Copyable {
  private let file: OutputFile
  private let recorder: Recorder

  private init(file: consuming OutputFile, recorder: Recorder) {
    self.file = file
    self.recorder = recorder
  }

  /// Makes the file. Throws an `OutputFailure` if there is one already, or if it cannot be made, and a `UsageError` if a
  /// tour cannot name the input.
  static func make(_ path: String, input: String?) throws -> RecordFile {
    if let input, CleanText.clean(input) != input {
      throw UsageError("--record: a tour cannot name \(CleanText.clean(input)): the name has control characters")
    }
    let parts = path.split(separator: "/")
    let isAbsolute = path.hasPrefix("/")
    let recorder = Recorder(folder: isAbsolute ? "" : parts.dropLast().joined(separator: "/"))
    let record = RecordFile(file: try OutputFile.make(path, existing: .keep), recorder: recorder)
    let name = parts.last.map { String($0.prefix { $0 != "." }) } ?? path
    // From a folder that is somewhere else, only a full path leads to the input.
    try record.write(recorder.head(title: name, input: isAbsolute ? input.map(full) : input))
    return record
  }

  /// Writes down what was issued and done.
  func add(_ commands: [Command]) throws { try write(recorder.lines(for: commands)) }

  /// Writes down what is true at the end.
  func end(_ explorer: some InteractiveExplorer) throws { try write(recorder.end(explorer)) }

  private func write(_ lines: [String]) throws {
    guard !lines.isEmpty else { return }
    try file.write { sink in
      for line in lines {
        sink.append(line)
        sink.endLine()
      }
    }
  }

  private static func full(_ path: String) -> String {
    guard !path.hasPrefix("/") else { return path }
    // A copy that getcwd makes is terminated, and freed below.
    guard let folder = unsafe getcwd(nil, 0) else { return path }
    // See above.
    defer { unsafe free(folder) }
    // See above: the text is copied at once.
    return unsafe String(cString: folder) + "/" + path
  }
}
