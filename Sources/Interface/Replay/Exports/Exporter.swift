package import Canvas
package import Reports

/// Writes a transcript in one format, stop by stop.
///
///     begin, add, add, ..., add, end -> ByteSink
///
/// What is written depends on the transcript and the palette alone, so that it is the same from run to run. An exporter
/// keeps the header and at most one screen, however many stops there are. As many stops must be added as the header says,
/// with screens of its size; drawings and recordings cut what is larger.
package struct Exporter {
  private var export: any TranscriptExport

  /// Writes in a format; `palette` gives the attributes of letters and, on terminals, their colours.
  package init(_ format: ExportFormat, header: Transcript.Header, palette: Palette) {
    export =
      switch format {
      case .text: TextExport(header: header)
      case .ansi: ANSIExport(header: header, palette: palette)
      case .json: JSONExport(header: header)
      case .svg: SVGExport(header: header, palette: palette)
      case .cast: CastExport(header: header, palette: palette)
      case .markdown: MarkdownExport(header: header)
      }
  }

  /// Writes what stands before the first stop.
  package mutating func begin(to sink: inout ByteSink) {
    export.begin(to: &sink)
  }

  /// Writes the next stop.
  package mutating func add(_ stop: Transcript.Stop, to sink: inout ByteSink) {
    guard sink.isOpen else { return }
    export.add(stop, to: &sink)
  }

  /// Writes what stands behind the last stop.
  package mutating func end(to sink: inout ByteSink) {
    export.end(to: &sink)
  }
}

/// One format: it writes a stop at once, and remembers no more of it than the next one needs.
protocol TranscriptExport {
  /// Writes what stands before the first stop.
  mutating func begin(to sink: inout ByteSink)

  /// Writes the next stop.
  mutating func add(_ stop: Transcript.Stop, to sink: inout ByteSink)

  /// Writes what stands behind the last stop.
  mutating func end(to sink: inout ByteSink)
}

extension TranscriptExport {
  func begin(to sink: inout ByteSink) {}

  func end(to sink: inout ByteSink) {}
}
