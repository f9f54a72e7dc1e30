import Canvas
import Commands
import Replay
import Reports

/// Writes a tour, or one of its stops, in a format.
struct TourExport {
  /// The format.
  let format: ExportFormat
  /// What is drawn with.
  let glyphs: Glyphs
  /// The colours.
  let palette: Palette
  /// The only stop, from 0; nil for all.
  let only: Int?

  /// Writes to standard output, or to files of the folder: one file, but of drawings one a stop.
  func write(_ tour: inout HeadlessTour, to folder: OutputFolder?) throws {
    let stops = only.map { [$0] } ?? Array(tour.player.plan.stops.indices)
    guard let folder else {
      // The way to a late stop may be long before there is any output.
      if let first = stops.first { try LongWork.run("commands") { _ throws in try tour.go(to: first) } }
      try Output.write { sink in try write(stops, of: &tour, count: only == nil ? stops.count : nil, to: &sink) }
      return
    }
    let name = tour.opened.name
    guard format == .svg else {
      try folder.write("\(name).\(format.fileExtension)") { sink in
        try write(stops, of: &tour, count: only == nil ? stops.count : nil, to: &sink)
      }
      return
    }
    let digits = String(tour.player.plan.stops.count).count
    for stop in stops where !LongWork.isInterrupted {
      let number = String(stop + 1)
      let padded = String(repeating: "0", count: max(digits - number.count, 0)) + number
      try folder.write("\(name)-\(padded).\(format.fileExtension)") { sink in
        try write([stop], of: &tour, count: nil, to: &sink)
      }
    }
  }

  private func write(
    _ stops: [Int], of tour: inout HeadlessTour, count: Int?, to sink: inout ByteSink
  ) throws {
    let header = Transcript.Header(title: tour.player.tour.title, size: tour.player.size, stopCount: count)
    var exporter = Exporter(format, header: header, palette: palette)
    exporter.begin(to: &sink)
    for stop in stops where sink.isOpen {
      try tour.go(to: stop)
      exporter.add(tour.player.transcript(glyphs: glyphs, hasFacts: format == .json), to: &sink)
    }
    exporter.end(to: &sink)
  }
}
