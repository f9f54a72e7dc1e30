import Canvas
import Commands
import Isolation
import PageTables

// What the lists beside each other have in common: the names of the spaces, and texts that are cut.

extension StepShowing {
  /// The names of the spaces over their columns, the active one in brackets.
  func drawSpaceNames(_ spaces: [Space], right: Int, y: Int, columnWidth: Int, on grid: inout Grid) {
    for (index, space) in spaces.enumerated() {
      let x = right - (spaces.count - index) * columnWidth
      let isActive = space.cr3.root == self.space?.cr3.root
      let text = isActive ? "[\(space.name)]" : " \(space.name) "
      grid.write(
        text, x: x + columnWidth - 3, y: y,
        style: Style(Role(space.letter), isActive ? [.bold, .reverse] : []), width: 3)
    }
  }

  /// A pane's title cut so that the names of the spaces have room beside it.
  static func fitted(title: String, width: Int) -> String {
    title.count > width ? String(title.prefix(max(width - 1, 0))) + "." : title
  }

  /// A symbol cut to `width` columns so that its offset stays: "entry_SYS…+0x20".
  static func fitted(symbol: String, width: Int, glyphs: Glyphs) -> String {
    guard symbol.count > width, let plus = symbol.lastIndex(of: "+") else { return symbol }
    let offset = symbol[plus...]
    let room = width - offset.count - glyphs.ellipsis.count
    return room < 3 ? symbol : symbol.prefix(room) + glyphs.ellipsis + offset
  }
}
