import Canvas
import Testing

struct GridTests {
  private func written(
    _ text: String, x: Int, width: Int? = nil, on columns: Int = 6, glyphs: Glyphs = .unicode,
    overflow: Grid.Overflow = .clip
  ) -> (line: String, next: Int) {
    var grid = Grid(size: Size(width: columns, height: 1), glyphs: glyphs)
    grid.fill(grid.bounds, "-")
    let next = grid.write(text, x: x, y: 0, width: width, overflow: overflow)
    return (grid.lines.joined(separator: "\n"), next)
  }

  @Test(
    arguments: [
      ("abc", 0, nil, "abc---", 3), ("abc", 3, nil, "---abc", 6), ("abc", 4, nil, "----ab", 6),
      ("abc", 6, nil, "------", 6), ("abc", 99, nil, "------", 99), ("abc", -1, nil, "bc----", 2),
      ("abc", -3, nil, "------", 0), ("abc", -9, nil, "------", -6), ("abcdefgh", -1, nil, "bcdefg", 6),
      ("abc", 1, 2, "-ab---", 3), ("abc", 1, 0, "------", 1), ("abc", 1, -4, "------", 1),
      ("abc", -1, 2, "b-----", 1), ("abc", 2, .max, "--abc-", 5), ("abc", .max, 3, "------", .max),
      ("abc", .min, nil, "------", .min + 3), ("", 2, nil, "------", 2), ("a b", 0, nil, "a b---", 3),
    ] as [(String, Int, Int?, String, Int)])
  func clips(text: String, x: Int, width: Int?, line: String, next: Int) {
    #expect(written(text, x: x, width: width) == (line, next))
  }

  @Test(
    arguments: [
      ("世a", 0, nil, "世a---", 3), ("世", 4, nil, "----世", 6), ("世", 5, nil, "----- ", 6),
      ("世界", 3, nil, "---世 ", 6), ("世a", -1, nil, " a----", 2), ("世a", -2, nil, "a-----", 1),
      ("世世", 0, 3, "世 ---", 3), ("世", 0, 1, " -----", 1), ("世", 6, nil, "------", 6),
    ] as [(String, Int, Int?, String, Int)])
  func clipsWideScalars(text: String, x: Int, width: Int?, line: String, next: Int) {
    let result = written(text, x: x, width: width)
    let trimmed = String(line.reversed().drop { $0 == " " }.reversed())
    #expect(result == (trimmed, next))
  }

  @Test(arguments: [
    ("a\u{301}b", "ab----"), ("\u{200D}\u{FE0F}ab\u{AD}", "ab----"), ("a\u{1B}[m", "a\u{FFFD}[m--"),
    ("\0\t\n\r\u{7F}", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}-"), ("\u{9B}\u{85}", "\u{FFFD}\u{FFFD}----"),
    ("\u{202E}x\u{2066}", "\u{FFFD}x\u{FFFD}---"), ("\u{61C}\u{200F}\u{2028}", "\u{FFFD}\u{FFFD}\u{FFFD}---"),
  ])
  func cleans(text: String, line: String) {
    #expect(written(text, x: 0).line == line)
  }

  @Test func asciiHoldsNothingElse() {
    let result = written("é世\u{7}a", x: 0, glyphs: .ascii)
    #expect(result == ("?? ?a-", 5))
  }

  @Test(arguments: [
    ("abcdef", 6, Glyphs.unicode, "abcdef"), ("abcdefg", 6, .unicode, "abcde…"),
    ("abcdefg", 2, .unicode, "a…----"),
    ("abc", 1, .unicode, "…-----"), ("a世世世", 6, .unicode, "a世世…"), ("世世世", 5, .unicode, "世世…-"),
    ("世世世", 4, .unicode, "世 …--"), ("abcdefg", 6, .ascii, "abcde."), ("abcdefg", 0, .unicode, "------"),
  ])
  func endsWithEllipsis(text: String, width: Int, glyphs: Glyphs, line: String) {
    #expect(written(text, x: 0, width: width, glyphs: glyphs, overflow: .ellipsis).line == line)
  }

  @Test func asciiEllipsisIsThreeStopsWhereThereIsRoom() {
    let result = written("abcdefghijklmnop", x: 0, on: 12, glyphs: .ascii, overflow: .ellipsis)
    #expect(result == ("abcdefghi...", 12))
  }

  /// Writing over either half of a wide scalar blanks the other half.
  @Test(arguments: [(0, "x b"), (1, " xb"), (2, "世x")])
  func breaksWideScalars(x: Int, line: String) {
    var grid = Grid(size: Size(width: 3, height: 1))
    grid.write("世b", x: 0, y: 0)
    var other = grid
    grid.write("x", x: x, y: 0)
    other.put("x", x: x, y: 0)
    #expect(grid.lines == [line])
    #expect(other == grid)
  }

  @Test func invisibleTextBreaksNothing() {
    var grid = Grid(size: Size(width: 3, height: 1))
    grid.write("世b", x: 0, y: 0)
    let before = grid
    grid.write("", x: 1, y: 0)
    grid.write("\u{301}", x: 1, y: 0)
    #expect(grid == before)
  }

  @Test func rowsAreIndependent() {
    var grid = Grid(size: Size(width: 2, height: 3))
    #expect(grid.write("abc", x: 0, y: 1) == 2)
    for y in [-1, 3, Int.min, Int.max] { #expect(grid.write("zz", x: 0, y: y) == 2) }
    #expect(grid.lines == ["", "ab", ""])
    #expect(grid[1, 1].scalar == "b" && grid[2, 1] == .blank && grid[0, -1] == .blank)
    #expect(grid[.max, .min] == .blank)
  }

  @Test(arguments: [
    Rect(x: -5, y: -5, width: 100, height: 100), Rect(x: .min, y: .min, width: .max, height: .max),
    Rect(x: .max, y: .max, width: .max, height: .max), Rect(x: 1, y: 1, width: 0, height: 5),
  ])
  func fillsAnywhere(rect: Rect) {
    var grid = Grid(size: Size(width: 3, height: 2))
    grid.fill(rect, "#", Style(.leak))
    grid.restyle(rect, .bold)
    let isCovered = rect.width == 100
    #expect(grid.lines == (isCovered ? ["###", "###"] : ["", ""]))
    #expect(grid.styledLines == (isCovered ? ["***", "***"] : ["", ""]))
    #expect(grid.emphasisLines == (isCovered ? ["111", "111"] : ["", ""]))
  }

  @Test func fillReplacesWhatDoesNotFit() {
    var grid = Grid(size: Size(width: 4, height: 1))
    grid.write("世世", x: 0, y: 0)
    grid.fill(Rect(x: 1, y: 0, width: 2, height: 1), "世")
    #expect(grid.lines == [" \u{FFFD}\u{FFFD}"])
    grid.fill(grid.bounds, "\u{301}")
    #expect(grid.lines == ["\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"])
  }

  @Test func emptyGridTakesEverything() {
    for size in [Size(width: 0, height: 0), Size(width: 0, height: 3), Size(width: 3, height: 0)] {
      var grid = Grid(size: size)
      grid.write("abc", x: 0, y: 0, width: 3, overflow: .ellipsis)
      grid.fill(Rect(x: -1, y: -1, width: 9, height: 9), "x")
      grid.restyle(grid.bounds, .all)
      #expect(grid.lines == Array(repeating: "", count: size.height))
    }
  }

  /// Whatever is written over whatever, every wide scalar has both of its halves and no half is alone.
  @Test(arguments: ["", "a", "世", "a世", "世界", "世a世"], -3...5)
  func wideScalarsStayWhole(text: String, x: Int) {
    for (width, below) in (0...6).flatMap({ width in ["世界x", "a世界", "abcde"].map { (width, $0) } }) {
      var grid = Grid(size: Size(width: 5, height: 2))
      grid.write(below, x: 0, y: 0)
      grid.write(below, x: 0, y: 1)
      grid.write(text, x: x, y: 0, width: width, overflow: .ellipsis)
      grid.fill(Rect(x: x, y: 1, width: width, height: 1), "-")
      for y in 0..<2 {
        for column in 0..<5 {
          let isWide = Width.columns(of: grid[column, y].scalar) == 2
          #expect(isWide == grid[column + 1, y].isContinuation)
        }
        #expect(!grid[0, y].isContinuation)
      }
    }
  }

  @Test func cellsAreSmall() {
    #expect(MemoryLayout<Cell>.stride == 8)
    #expect(Set(Role.allCases.map(\.letter)).count == Role.allCases.count)
    #expect(Style(.narration, .all).rawValue == 7 << 8 | UInt16(Role.narration.rawValue))
  }
}
