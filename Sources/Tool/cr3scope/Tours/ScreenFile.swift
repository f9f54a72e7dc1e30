import Bytes
import Canvas
import Diagnostics
import Replay
import Reports

/// A screen as a file has it.
struct ScreenFile {
  /// The name of the file, for messages.
  let name: String
  /// What is on the screen.
  let grid: Grid

  /// Writes it in the format that the end of the name asks for: .svg, .ans, else text.
  func write(to sink: inout ByteSink) {
    let ending = name.split(separator: ".").last.map(String.init) ?? ""
    guard let format = [ExportFormat.svg, .ansi].first(where: { $0.fileExtension == ending }) else {
      for line in grid.lines {
        sink.append(line)
        sink.endLine()
      }
      return
    }
    let header = Transcript.Header(title: name, size: grid.size, stopCount: nil)
    var exporter = Exporter(format, header: header, palette: Palette(theme: .standard, colors: 256))
    exporter.begin(to: &sink)
    exporter.add(Transcript.Stop(number: 1, kind: .pause, place: "", seconds: 0, screen: grid), to: &sink)
    exporter.end(to: &sink)
  }

  /// Writes the file, which must not be there yet. Throws an `OutputFailure`.
  func writeNew() throws {
    try OutputFile.make(name, existing: .keep).write { write(to: &$0) }
  }

  /// What the file at a path has that is not on the screen; nil if they are equal.
  func difference(from path: String) -> String? {
    let wanted: [Substring]
    do throws(ParseError) {
      guard FileBytes.isRegular(path) else { return "screen \(name): no such file to compare with" }
      let bytes = try FileBytes.open(path, expected: "a screen", limit: 1 << 20)
      let text = bytes.withBytes { span in
        var text: [UInt8] = []
        for index in 0..<span.count { text.append(span[index]) }
        return String(decoding: text, as: UTF8.self)
      }
      wanted = text.split(separator: "\n", omittingEmptySubsequences: false)
    } catch {
      return "screen \(error)"
    }
    let shown = ByteSink.text { write(to: &$0) }
    let found = shown.split(separator: "\n", omittingEmptySubsequences: false)
    let same = zip(wanted, found).prefix { $0 == $1 }.count
    guard same < max(wanted.count, found.count) else { return nil }
    let line = { (lines: [Substring]) in same < lines.count ? "'\(CleanText.clean(String(lines[same])))'" : "nothing" }
    return "screen \(name), row \(same + 1): expected \(line(wanted)), found \(line(found))"
  }
}
