extension Grid {
  /// What to do with text that is longer than its place.
  package enum Overflow: Sendable {
    /// Stop at the edge.
    case clip

    /// End with the ellipsis of the grid's glyphs; with one character of it where space is short.
    case ellipsis
  }

  /// Writes one line of text and returns the column after it.
  ///
  /// The text ends at `width` columns or at the grid's edge, whichever is first; cells past its end are left as
  /// they are. A wide scalar cut by an edge leaves a blank. Scalars that take no column are dropped; controls and
  /// bidirectional controls are drawn as replacements. Off the grid nothing is drawn, and the result is the same.
  @discardableResult
  package mutating func write(
    _ text: String, x: Int, y: Int, style: Style = .plain, width: Int? = nil, overflow: Overflow = .clip
  ) -> Int {
    let limit = limit(from: x, width: width)
    guard x < limit else { return x }
    let start = (0..<size.height).contains(y) ? y * size.width : nil

    var next = x
    var isCut = false
    for scalar in text.unicodeScalars {
      let (scalar, columns) = drawn(scalar)
      if columns == 0 { continue }
      if let start, next == x { breakWide(at: start + max(0, x)) }
      guard next + columns <= limit else {
        // Only a wide scalar can leave room for one column here.
        if let start, next < limit, next >= 0 { cells[start + next] = Cell(" ", style) }
        next = limit
        isCut = true
        break
      }
      if let start { store(scalar, columns, at: next, from: start, style) }
      next += columns
    }
    if let start, next > max(0, x), next < size.width { mendWide(at: start + next) }
    if isCut && overflow == .ellipsis { writeEllipsis(from: x, to: limit, y: y, style: style) }
    return next
  }

  /// Draws one scalar, as `write` would.
  package mutating func put(_ scalar: Unicode.Scalar, x: Int, y: Int, style: Style = .plain) {
    fill(Rect(x: x, y: y, width: 1, height: 1), scalar, style)
  }

  /// Covers a block with one scalar; a wide scalar is replaced, as it might not fit.
  package mutating func fill(_ rect: Rect, _ scalar: Unicode.Scalar = " ", _ style: Style = .plain) {
    let part = rect.intersection(bounds)
    if part.isEmpty { return }
    let (scalar, columns) = drawn(scalar)
    let cell = Cell(columns == 1 ? scalar : glyphs.replacement, style)
    for y in part.rows {
      let start = y * size.width
      breakWide(at: start + part.columns.lowerBound)
      for index in start + part.columns.lowerBound..<start + part.columns.upperBound { cells[index] = cell }
      if part.columns.upperBound < size.width { mendWide(at: start + part.columns.upperBound) }
    }
  }

  /// Copies rows of another grid, those that both have, to the rows from `y` on.
  package mutating func copy(_ rows: Range<Int>, of other: Grid, toRow y: Int) {
    for row in rows.clamped(to: 0..<other.size.height) {
      let target = y + row - rows.lowerBound
      guard (0..<size.height).contains(target) else { continue }
      let width = min(size.width, other.size.width)
      let start = target * size.width
      cells.replaceSubrange(start..<start + width, with: other.row(row).prefix(width))
      // A wide scalar may be cut at the edge.
      if width < size.width { mendWide(at: start + width) }
      if width < other.size.width, other[width, row].isContinuation { cells[start + width - 1] = .blank }
    }
  }

  /// Adds emphasis to the cells of a block and keeps what they show.
  package mutating func restyle(_ rect: Rect, _ emphasis: Style.Emphasis) {
    let part = rect.intersection(bounds)
    for y in part.rows {
      for x in part.columns { cells[y * size.width + x].style.emphasis.formUnion(emphasis) }
    }
  }

  /// The column before which text from `x` must end.
  private func limit(from x: Int, width: Int?) -> Int {
    guard let width else { return size.width }
    let (end, overflow) = x.addingReportingOverflow(max(0, width))
    return overflow ? size.width : min(end, size.width)
  }

  /// Stores a scalar that ends before the limit, and of which some columns may lie left of the grid.
  private mutating func store(
    _ scalar: Unicode.Scalar, _ columns: Int, at x: Int, from start: Int, _ style: Style
  ) {
    if x >= 0 {
      cells[start + x] = Cell(scalar, style)
      if columns == 2 { cells[start + x + 1] = Cell(scalar == glyphs.replacement ? " " : "\0", style) }
    } else if x == -1 && columns == 2 {
      cells[start] = Cell(" ", style)
    }
  }

  private mutating func writeEllipsis(from x: Int, to limit: Int, y: Int, style: Style) {
    var ellipsis = glyphs.ellipsis
    // A place of a few columns needs its letters more than three full stops.
    if limit - x < 4 * ellipsis.count { ellipsis = String(ellipsis.prefix(1)) }
    write(ellipsis, x: limit - ellipsis.count, y: y, style: style)
  }
}
