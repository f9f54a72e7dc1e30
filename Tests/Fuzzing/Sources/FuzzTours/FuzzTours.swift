import Bytes
import Commands
import Diagnostics
import Tours

private typealias Target = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt

/// libFuzzer as a function.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
  _ count: UnsafeMutablePointer<CInt>, _ words: UnsafeMutableRawPointer, _ target: Target
) -> CInt

/// SwiftPM makes this the entry of the program, so libFuzzer's own is not linked.
@_cdecl("FuzzTours_main")
public func start(_ count: CInt, _ words: UnsafeMutableRawPointer) -> CInt {
  var (count, words) = (count, words)
  return withUnsafeMutablePointer(to: &words) { runFuzzer(&count, $0) { fuzz($0, $1) } }
}

/// The tour includes itself and others as far as they are allowed to.
private func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
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
    let words = error.description
    precondition(!words.isEmpty)
    let isClean = words.unicodeScalars.allSatisfy {
      $0 == "\n" || $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value)
    }
    precondition(isClean, "control characters: \(words.debugDescription)")
  }
  return 0
}
