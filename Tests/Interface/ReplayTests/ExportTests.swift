import Canvas
import Replay
import Reports
import Testing

/// What holds for every format.
@Suite struct ExportTests {
  @Test func fileNames() {
    #expect(ExportFormat.allCases.map(\.fileExtension) == ["txt", "ans", "jsonl", "svg", "cast", "md"])
    #expect(ExportFormat(rawValue: "markdown") == .markdown)
  }

  /// However long a tour is, an exporter keeps the header and at most one screen.
  @Test(arguments: ExportFormat.allCases)
  func memoryDoesNotGrow(format: ExportFormat) {
    let header = Transcript.Header(title: "Long", size: Exporting.small.size, stopCount: 500)
    var exporter = Exporter(format, header: header, palette: Exporting.palette)
    var held: [Int] = []
    var largest = 0
    var sink = ByteSink { _, count in largest = max(largest, count) }
    exporter.begin(to: &sink)
    for number in 1...500 {
      exporter.add(Exporting.stop(Exporting.small, number: number), to: &sink)
      held.append(Self.values(in: exporter))
    }
    exporter.end(to: &sink)
    #expect(held.max() == held.first)
    #expect(largest <= 16_640)
  }

  /// A transcript without stops is still a whole file.
  @Test(arguments: ExportFormat.allCases)
  func noStops(format: ExportFormat) throws {
    let text = Exporting.export(format, [])
    #expect(text.isEmpty == (format == .text || format == .ansi))
    if format == .svg { #expect(try WellFormed.elements(text)["svg"] == 1) }
  }

  /// A file that cannot be written ends the work, not the program.
  @Test(arguments: ExportFormat.allCases)
  func aFullDisk(format: ExportFormat) {
    struct Full: Error {}
    let header = Transcript.Header(title: "Full", size: Exporting.small.size, stopCount: 1000)
    var exporter = Exporter(format, header: header, palette: Exporting.palette)
    var calls = 0
    var sink = ByteSink(capacity: 64) { _, _ in
      calls += 1
      throw Full()
    }
    exporter.begin(to: &sink)
    for _ in 0..<1000 { exporter.add(Exporting.stop(Exporting.small), to: &sink) }
    exporter.end(to: &sink)
    #expect(calls == 1 && !sink.isOpen)
  }

  /// How many values are reachable from a value, elements of arrays and characters of texts included.
  private static func values(in value: Any) -> Int {
    if let text = value as? String { return text.utf8.count }
    return Mirror(reflecting: value).children.reduce(1) { $0 + values(in: $1.value) }
  }
}
