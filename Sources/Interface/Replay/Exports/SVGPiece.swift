import Canvas

/// Cells of a run that are drawn by one element: with any font, it begins and ends where its cells do.
struct SVGPiece {
  /// How cells are drawn.
  enum Kind: Equatable {
    /// Not at all.
    case blank
    /// ASCII, of which every font for terminals has glyphs of one width.
    case letters
    /// Glyphs of two columns.
    case wide
    /// What may come from another font, with another width.
    case symbols
    /// As a stroke.
    case line
    /// As a full block, or as a shade of one.
    case block, shade
  }

  /// The first cell's column.
  let column: Int

  /// How many columns the cells take.
  private(set) var width = 0

  /// What is drawn.
  private(set) var scalars = String.UnicodeScalarView()

  /// How all cells are drawn.
  let kind: Kind

  private init(column: Int, kind: Kind) {
    self.column = column
    self.kind = kind
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    scalars.append(scalar)
    width += Width.columns(of: scalar)
  }

  /// The pieces of a run; words with one blank between them stay together.
  static func pieces(of run: Run) -> [SVGPiece] {
    let isUnderlined = run.look.attributes.contains(.underline)
    var pieces: [SVGPiece] = []
    var column = run.column
    for scalar in run.scalars {
      let kind = kind(of: scalar, isUnderlined: isUnderlined)
      if kind == .letters && endsBetweenWords(pieces) {
        pieces.removeLast()
        pieces[pieces.count - 1].append(" ")
      }
      if pieces.last?.kind != kind { pieces.append(SVGPiece(column: column, kind: kind)) }
      pieces[pieces.count - 1].append(scalar)
      column += Width.columns(of: scalar)
    }
    return pieces
  }

  private static func endsBetweenWords(_ pieces: [SVGPiece]) -> Bool {
    let last = pieces.suffix(2)
    return last.map(\.kind) == [.letters, .blank] && last.last?.width == 1
  }

  private static func kind(of scalar: Unicode.Scalar, isUnderlined: Bool) -> Kind {
    switch scalar {
    case " ": isUnderlined ? .letters : .blank
    case "█": .block
    case "░": .shade
    case _ where SVGLines.contain(scalar): .line
    case _ where scalar.isASCII: .letters
    case _ where Width.columns(of: scalar) == 2: .wide
    default: .symbols
    }
  }
}
