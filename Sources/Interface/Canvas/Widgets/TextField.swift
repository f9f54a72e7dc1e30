/// One line of text that is being typed, and the place of the next character in it.
package struct TextField: Equatable, Sendable {
  /// What has been typed: printable characters only.
  package private(set) var text: String

  /// How many characters are left of the place of the next one.
  package private(set) var cursor: Int

  /// A field that holds `text`, without its control characters, with the cursor at the end.
  package init(_ text: String = "") {
    self.text = ""
    cursor = 0
    for character in text { insert(character) }
  }
}

extension TextField {
  /// Applies an editing key and says whether it was one.
  @discardableResult
  package mutating func handle(_ key: Key) -> Bool {
    switch key {
    case .character(let character): insert(character)
    case .backspace: removeBefore()
    case .delete, .control("D"): removeAfter()
    case .left, .control("B"): move(to: cursor - 1)
    case .right, .control("F"): move(to: cursor + 1)
    case .home, .control("A"): move(to: 0)
    case .end, .control("E"): move(to: text.count)
    case .control("U"):
      text.removeFirst(cursor)
      cursor = 0
    case .control("K"): text = String(text.prefix(cursor))
    default: return false
    }
    return true
  }

  /// Inserts a character at the cursor, unless it is a control character.
  package mutating func insert(_ character: Character) {
    if character.unicodeScalars.contains(where: Width.isControl) { return }
    let count = text.count
    text.insert(character, at: text.index(text.startIndex, offsetBy: cursor))
    // A combining mark joins the character before it.
    move(to: cursor + text.count - count)
  }

  private mutating func move(to position: Int) {
    cursor = max(0, min(position, text.count))
  }

  private mutating func removeBefore() {
    guard cursor > 0 else { return }
    cursor -= 1
    text.remove(at: text.index(text.startIndex, offsetBy: cursor))
  }

  private mutating func removeAfter() {
    guard cursor < text.count else { return }
    text.remove(at: text.index(text.startIndex, offsetBy: cursor))
  }
}

extension TextField {
  /// Draws a prompt and as much of the text as fits with the cursor in view; returns the cursor's place.
  @discardableResult
  package func draw(prompt: String, in rect: Rect, on grid: inout Grid, style: Style = .plain) -> Point {
    grid.fill(rect.splitTop(1).top, " ", style)
    let start = grid.write(prompt, x: rect.x, y: rect.y, style: Style(.key), width: rect.width)
    let room = max(0, rect.x + rect.width - start)
    var before = text.prefix(cursor)
    while Width.columns(of: before) >= room, !before.isEmpty { before.removeFirst() }
    let shown = String(text.dropFirst(cursor - before.count))
    grid.write(shown, x: start, y: rect.y, style: style, width: room)
    let x = min(start + Width.columns(of: before), rect.x + max(0, rect.width - 1))
    return Point(x: x, y: rect.y)
  }
}
