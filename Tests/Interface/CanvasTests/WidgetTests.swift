import Canvas
import Testing

struct PaneBorderTests {
  @Test func titleAndNote() {
    var grid = Grid(size: Size(width: 20, height: 4))
    let inside = PaneBorder("map", note: "[E] P").draw(in: grid.bounds, on: &grid)
    #expect(inside == Rect(x: 0, y: 1, width: 20, height: 3))
    #expect(grid.lines == ["── map ──── [E] P ──", "", "", ""])
    #expect(grid.styledLines[0] == "bbtttttbbbbhhhhhhhbb")
  }

  @Test func focusedInASCII() {
    var grid = Grid(size: Size(width: 20, height: 3), glyphs: .ascii)
    let border = PaneBorder("steps", focus: .focused)
    #expect(border.draw(in: grid.bounds, on: &grid) == Rect(x: 0, y: 1, width: 20, height: 2))
    #expect(grid.lines == ["-- steps -----------", "", ""])
    #expect(grid.styledLines[0] == "BBtttttttBBBBBBBBBBB")
    #expect(grid.emphasisLines[0] == "  5555555")
  }

  @Test(arguments: 0..<8, 0..<4)
  func everySmallSize(width: Int, height: Int) {
    var grid = Grid(size: Size(width: 10, height: 6))
    let rect = Rect(x: 1, y: 1, width: width, height: height)
    PaneBorder("a long title", note: "note").draw(in: rect, on: &grid)
    var outside = grid
    outside.fill(rect)
    #expect(outside.lines == Array(repeating: "", count: 6))
  }
}

struct ListViewTests {
  private func drawn(_ list: ListView, _ size: Size) -> Grid {
    var grid = Grid(size: size, glyphs: .ascii)
    list.draw(in: grid.bounds, on: &grid) { [.init("row \($0)"), .init("\($0)", Style(.user))] }
    return grid
  }

  @Test func window() {
    let columns = [ListView.Column(.flexible(minimum: 3)), ListView.Column(.fixed(3), .trailing)]
    let list = ListView(columns: columns, rowCount: 1_000_000, selection: 10, top: 9)
    let grid = drawn(list, Size(width: 14, height: 3))
    #expect(grid.lines == ["  row 9      9", "> row 10    10", "  row 11    11"])
    #expect(grid.styledLines[1] == "k ... ..    UU")
    #expect(grid.emphasisLines == ["", "  444444444444", ""])
  }

  @Test func endsWithTheRows() {
    let list = ListView(columns: [.init(.flexible(minimum: 1))], rowCount: 2, top: 1)
    #expect(drawn(list, Size(width: 6, height: 3)).lines == ["row 1", "", ""])
    let past = ListView(columns: list.columns, rowCount: 2, top: 7)
    #expect(drawn(past, Size(width: 6, height: 2)).lines == ["", ""])
  }

  @Test func narrow() {
    let columns = [ListView.Column(.fixed(5)), ListView.Column(.fixed(3), .trailing)]
    let list = ListView(columns: columns, rowCount: 1, selection: 0)
    #expect(drawn(list, Size(width: 6, height: 1)).lines == ["> row."])
    #expect(drawn(list, Size(width: 1, height: 1)).lines == [">"])
    #expect(drawn(list, Size(width: 0, height: 1)).lines == [""])
  }

  @Test(
    arguments: [
      ([.fixed(4), .flexible(minimum: 1), .flexible(minimum: 1)], 20, [4, 7, 7]),
      ([.flexible(minimum: 1), .flexible(minimum: 1)], 10, [4, 5]), ([.fixed(9)], 3, [9]), ([], 3, []),
      ([.fixed(-1), .flexible(minimum: 6)], -5, [0, 6]),
    ] as [([ListView.Column.Extent], Int, [Int])])
  func widths(extents: [ListView.Column.Extent], total: Int, widths: [Int]) {
    #expect(ListView.widths(of: extents.map { .init($0) }, total: total) == widths)
  }

  @Test(
    arguments: [
      (0, 0, 10, 3, 0), (0, 2, 10, 3, 0), (0, 3, 10, 3, 1), (5, 3, 10, 3, 3), (9, 9, 10, 3, 7),
      (0, 9, 10, 3, 7),
      (8, nil, 10, 3, 7), (4, nil, 2, 3, 0), (0, 4, 10, 0, 4), (-3, nil, 5, 2, 0), (0, nil, 0, 3, 0),
    ] as [(Int, Int?, Int, Int, Int)])
  func scrolls(top: Int, selection: Int?, rowCount: Int, height: Int, result: Int) {
    #expect(ListView.scrolled(top: top, selection: selection, rowCount: rowCount, height: height) == result)
  }
}

struct TextFieldTests {
  @Test(arguments: [
    ("abc", "abc", 3), ("abc Left x", "abxc", 3), ("abc Home Delete", "bc", 0), ("abc Backspace", "ab", 2),
    ("Backspace Delete Left", "", 0), ("ab Right Home Right x End y", "axby", 4), ("abc Left Ctrl-U", "c", 0),
    ("abc Left Ctrl-K", "ab", 2), ("Space a", " a", 2), ("abc Ctrl-A Ctrl-F Ctrl-D", "ac", 1),
  ])
  func edits(keys: String, text: String, cursor: Int) {
    var field = TextField()
    for word in keys.split(separator: " ") {
      if let key = Key(name: String(word)) {
        field.handle(key)
      } else {
        for letter in word { field.handle(.character(letter)) }
      }
    }
    #expect(field.text == text)
    #expect(field.cursor == cursor)
  }

  @Test func ignoresOtherKeysAndControls() {
    var field = TextField("a\u{1B}b\u{301}")
    #expect(field.text == "ab\u{301}")
    let before = field
    for key in [Key.enter, .up, .control("Z"), .resize, .character("\u{301}"), .backspace] {
      field.handle(key)
    }
    #expect(field.cursor == 1 && field.text == "a")
    #expect(before.cursor == 2)
  }

  /// Ends of lines become blanks, so that nothing is entered; none is left at the end.
  @Test(arguments: [
    ("ab", "xaby"), ("a\nb\n", "xa by"), ("a\r\nb\r\n\r\n", "xa by"), ("\ta\u{1B}[A", "x a [Ay"), ("\n", "xy"),
    ("", "xy"),
    ("世 \u{202E}", "x世 y"), (String(repeating: "a", count: 4094), "x" + String(repeating: "a", count: 4094) + "y"),
  ])
  func pastes(pasted: String, text: String) {
    var field = TextField("xy")
    field.handle(.left)
    #expect(field.handle(.paste(pasted)) == .taken)
    #expect(field.text == text)
    field.handle(.end)
    #expect(field.cursor == text.count)
  }

  @Test func refusesWhatIsTooLong() {
    var field = TextField("xy")
    #expect(field.handle(.paste(String(repeating: "a", count: 4095))) == .tooLong)
    #expect(field.text == "xy")
    for _ in 2..<4096 { #expect(field.handle(.character("a")) == .taken) }
    let full = field
    #expect(field.handle(.character("a")) == .tooLong)
    #expect(field.handle(.character("\u{301}")) == .tooLong)
    #expect(field == full)
    #expect(TextField(full.text) == full)
    #expect(TextField(full.text + "a").isEmpty)
  }

  /// As many keys as a paste has bytes, on a terminal that does not mark pastes; then an edit of each kind.
  @Test(.timeLimit(.minutes(1)), arguments: ["a", "世", "\u{301}", "🇩"] as [Character])
  func takesManyKeysAtOnce(character: Character) {
    var field = TextField()
    for _ in 0..<65_536 { field.handle(.character(character)) }
    #expect(field.text == String(repeating: character, count: TextField.limit / character.utf8.count))
    for key in [Key.home, .right, .character("x"), .end, .left, .delete, .backspace] { field.handle(key) }
    field.handle(.control("U"))
    #expect(field.isEmpty)
  }

  @Test func scrollsToItsCursor() {
    var grid = Grid(size: Size(width: 8, height: 1))
    var field = TextField("abcdefghij")
    #expect(field.draw(prompt: ":", in: grid.bounds, on: &grid) == Point(x: 7, y: 0))
    #expect(grid.lines == [":efghij"])
    field.handle(.home)
    #expect(field.draw(prompt: ":", in: grid.bounds, on: &grid) == Point(x: 1, y: 0))
    #expect(grid.lines == [":abcdefg"])
    for width in 0..<4 {
      let rect = Rect(x: 0, y: 0, width: width, height: 1)
      #expect(field.draw(prompt: "find ", in: rect, on: &grid).x <= max(0, width - 1))
    }
  }
}
