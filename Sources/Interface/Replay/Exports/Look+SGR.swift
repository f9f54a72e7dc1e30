import Canvas

extension Look {
  /// The sequence that selects this look whatever was selected before (ECMA-48, 5th edition, section 8.3.117, SGR).
  ///
  /// Colours 8 to 15 have codes of their own, 90 to 97, as xterm has them; colours of a palette of 256 are
  /// chosen with 38;5;n and 48;5;n.
  func sgr(_ depth: Palette.Depth) -> String {
    var codes = ["0"]
    if attributes.contains(.bold) { codes.append("1") }
    if attributes.contains(.dim) { codes.append("2") }
    if attributes.contains(.underline) { codes.append("4") }
    if attributes.contains(.reverse) { codes.append("7") }
    if foreground >= 0 { codes.append(Look.code(foreground, 30, depth)) }
    if background >= 0 { codes.append(Look.code(background, 40, depth)) }
    return "\u{1B}[\(codes.joined(separator: ";"))m"
  }

  private static func code(_ color: Int, _ first: Int, _ depth: Palette.Depth) -> String {
    if depth == .many { return "\(first + 8);5;\(color)" }
    return "\(color < 8 ? first + color : first + 60 + color - 8)"
  }
}

extension Grid {
  /// The first `columns` cells of row `y` for a terminal: letters and looks, which end in the default look where they began.
  func sgrLine(_ y: Int, _ palette: Palette, columns: Int = .max) -> String {
    let plain = Look()
    var line = ""
    var current = plain
    let runs = runs(y, palette, columns: columns)
    for (index, run) in runs.enumerated() {
      if run.look != current {
        line += run.look == plain ? "\u{1B}[0m" : run.look.sgr(palette.depth)
        current = run.look
      }
      line += index == runs.count - 1 && run.isSeenInLettersOnly ? run.text.withoutBlanksAtEnd : run.text
    }
    return current == plain ? line : line + "\u{1B}[0m"
  }
}

extension String {
  fileprivate var withoutBlanksAtEnd: String {
    String(prefix(lastIndex { $0 != " " }.map { distance(from: startIndex, to: $0) + 1 } ?? 0))
  }
}
