extension Grid {
  /// The rows as text without the blanks at their ends; for tests, transcripts and saved screens.
  package var lines: [String] {
    (0..<size.height).map { y in
      // Bytes, since this is done for every stop of a tour.
      var line: [UInt8] = []
      line.reserveCapacity(size.width)
      var end = 0
      for cell in row(y) where !cell.isContinuation {
        if cell.scalar.isASCII { line.append(UInt8(cell.scalar.value)) } else { line += cell.scalar.utf8 }
        if cell.scalar != " " { end = line.count }
      }
      return String(decoding: line[..<end], as: UTF8.self)
    }
  }
}
