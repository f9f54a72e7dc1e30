import Canvas
import Chassis
import Testing

/// A pane is made from what it shows alone, and a picture says what that is.
@Suite struct TextPaneTests {
  private struct Poem: PaneText {
    let title = "poem"
    func lines(width: Int, glyphs: Glyphs) -> [Spans] {
      [
        Spans("a line that is cut where the pane ends", .plain),
        .wrapped("a line that goes on below", indent: 2), .wrapped("", indent: 1), Spans("last"),
      ]
    }
  }

  private func lines(top: Int, height: Int) -> [String] {
    var grid = Grid(size: Size(width: 14, height: height), glyphs: .ascii)
    TextPane(Poem(), top: top).draw(in: grid.bounds, on: &grid)
    return grid.lines
  }

  @Test func picture() {
    #expect(
      lines(top: 0, height: 6) == [
        "-- poem ------", "a line that...", "  a line that", "  goes on", "  below", "last",
      ])
  }

  @Test func rowsAboveTheTopAreLeftOut() {
    #expect(lines(top: 2, height: 3) == ["-- poem ------", "  goes on    ^", "  below      v"])
    #expect(lines(top: 4, height: 3) == ["-- poem ------", "last         ^", ""])
    #expect(lines(top: 9, height: 3) == ["-- poem ------", "             ^", ""])
  }

  @Test(arguments: 4..<60)
  func countsTheRowsThatAreDrawn(width: Int) {
    let rows = Poem().lines(width: width, glyphs: .ascii).flatMap { $0.rows(width: width) }
    #expect(Poem().rowCount(width: width, glyphs: .ascii) == rows.count)
  }
}
