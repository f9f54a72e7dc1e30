import Canvas

extension Transcript.Header {
  /// A stop's number among all: "3/17"; of one stop alone only "3".
  func number(of stop: Transcript.Stop) -> String {
    stopCount.map { "\(stop.number)/\($0)" } ?? "\(stop.number)"
  }
}

extension Transcript.Stop {
  /// The mark, or what the narration begins with, or else the kind.
  ///
  /// Lists of labels are seen before the stops are reached, so that an answer is not given away here.
  var label: String {
    if let mark { return mark.onOneLine }
    if kind == .answer || narration.onOneLine.isEmpty { return kind.rawValue }
    return narration.onOneLine.firstWords(columns: 48)
  }

  /// The line above a screen in text: "== 3/17  MARK  (PLACE)".
  func headline(_ header: Transcript.Header) -> String {
    let parts = ["== \(header.number(of: self))", mark?.onOneLine, "(\(place.onOneLine))"]
    return parts.compactMap { $0 }.joined(separator: "  ")
  }
}

extension String {
  /// The words with one blank between them, and a replacement for what a terminal might obey.
  var onOneLine: String {
    let line = split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard line.unicodeScalars.contains(where: Width.isControl) else { return line }
    var scalars = String.UnicodeScalarView()
    for scalar in line.unicodeScalars { scalars.append(Width.isControl(scalar) ? "\u{FFFD}" : scalar) }
    return String(scalars)
  }

  /// As many whole words as fit in `columns`, with an ellipsis if some are left out; of a longer word its beginning.
  func firstWords(columns: Int) -> String {
    if Width.columns(of: self) <= columns { return self }
    var fitting = ""
    var count = 0
    for character in self {
      count += Width.columns(of: String(character))
      if count >= columns { break }
      fitting.append(character)
    }
    if let blank = fitting.lastIndex(of: " ") { fitting = String(fitting[..<blank]) }
    while fitting.last == " " { fitting.removeLast() }
    return fitting + "…"
  }
}
