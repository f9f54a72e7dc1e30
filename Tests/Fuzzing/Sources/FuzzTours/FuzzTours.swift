import Bytes
import Commands
import Diagnostics
import LibFuzzer
import Tours

/// The entry of the program.
@_cdecl("FuzzTours_main")
public func start(_ count: CInt, _ words: UnsafeMutableRawPointer) -> CInt {
  runFuzzer(count, words) {
    fuzz(UnsafeBufferPointer(start: $0, count: $1))
    return 0
  }
}

/// The tour includes itself and others as far as they are allowed to.
private func fuzz(_ input: UnsafeBufferPointer<UInt8>) {
  let bytes = Array(input)
  let half = bytes.count / 2
  let files = TourFiles(
    read: { (path) throws(ParseError) in FileBytes(name: path, path == "b" ? Array(bytes[half...]) : bytes) },
    find: { $0.utf8.count < 8 ? .file : .nothing })
  do {
    let tour = try TourReader.read(FileBytes(name: "a", bytes), path: "a", files: files)
    for line in tour.lines {
      precondition(line.line >= 1 && line.column >= 1, line.place)
      let text = line.command.text
      guard let again = try? Command(parsing: text) else { preconditionFailure("'\(text)' is no command") }
      precondition(again == line.command, "'\(text)' is another command: '\(again.text)'")
    }
  } catch {
    // One line more for every file that includes the next.
    precondition(isMessage(error.description, lines: .max), error.description.debugDescription)
  }
}
