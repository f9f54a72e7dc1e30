/// One line of text that is being typed, and the place of the next character in it.
///
/// It is kept in two parts, since most changes are where the next character comes: what a key costs there does not
/// depend on how much was typed before.
package struct TextField: Equatable, Sendable {
  /// The most bytes of text, in UTF-8: keys and pastes that would make it longer are refused.
  package static let limit = 4096

  /// What is left of the place of the next character: printable characters only.
  private var before = ""

  /// What is right of it.
  private var after = ""

  /// A field that holds `text`, without its control characters, with the cursor at the end; empty if that is longer
  /// than a field may be.
  package init(_ text: String = "") {
    guard text.utf8.count <= Self.limit else { return }
    for character in text where !Self.hasControl(character) { before.append(character) }
  }
}

extension TextField {
  /// What has been typed.
  package var text: String { before + after }

  /// How many characters are left of the place of the next one.
  package var cursor: Int { before.count }

  /// Whether nothing has been typed.
  package var isEmpty: Bool { before.isEmpty && after.isEmpty }

  /// What became of a key.
  package enum Reaction: Equatable, Sendable {
    /// It was an editing key.
    case taken
    /// The text would be too long: nothing has changed.
    case tooLong
    /// It was no editing key.
    case none
  }

  /// Applies an editing key, or pasted text.
  @discardableResult
  package mutating func handle(_ key: Key) -> Reaction {
    switch key {
    case .character(let character): return insert(character)
    case .paste(let text): return insert(pasted: text)
    case .backspace: _ = before.popLast()
    case .delete, .control("D"): if !after.isEmpty { after.removeFirst() }
    case .left, .control("B"): if let character = before.popLast() { after = String(character) + after }
    case .right, .control("F"): if !after.isEmpty { before.append(after.removeFirst()) }
    case .home, .control("A"): (before, after) = ("", text)
    case .end, .control("E"): (before, after) = (text, "")
    case .control("U"): before = ""
    case .control("K"): after = ""
    default: return .none
    }
    return .taken
  }

  /// Inserts a character at the cursor, unless it is a control character; a combining mark joins the one before it.
  private mutating func insert(_ character: Character) -> Reaction {
    if Self.hasControl(character) { return .taken }
    guard room >= character.utf8.count else { return .tooLong }
    before.append(character)
    return .taken
  }

  /// Inserts text at the cursor, all of it or nothing: a blank where it has control characters, such as ends of lines,
  /// and none at its end.
  private mutating func insert(pasted text: String) -> Reaction {
    let scalars = text.unicodeScalars
    guard let last = scalars.lastIndex(where: { !Width.isControl($0) }) else { return .taken }
    guard text.utf8[...last].count <= room else { return .tooLong }
    var line = String.UnicodeScalarView()
    var isBehindControl = false
    for scalar in scalars[...last] {
      let isControl = Width.isControl(scalar)
      // "\r\n" is one end of a line.
      if !isControl || !isBehindControl { line.append(isControl ? " " : scalar) }
      isBehindControl = isControl
    }
    before += String(line)
    return .taken
  }

  private var room: Int { Self.limit - before.utf8.count - after.utf8.count }

  private static func hasControl(_ character: Character) -> Bool {
    character.unicodeScalars.contains(where: Width.isControl)
  }
}

extension TextField {
  /// Draws a prompt and as much of the text as fits with the cursor in view; returns the cursor's place.
  @discardableResult
  package func draw(prompt: String, in rect: Rect, on grid: inout Grid, style: Style = .plain) -> Point {
    grid.fill(rect.splitTop(1).top, " ", style)
    grid.write(prompt, x: rect.x, y: rect.y, style: Style(.key), width: rect.width)
    let start = Self.start(prompt, in: rect)
    let room = rect.x + rect.width - start
    grid.write(String(shown(in: room)) + after, x: start, y: rect.y, style: style, width: room)
    return place(prompt: prompt, in: rect)
  }

  /// Where the cursor is when the field is drawn.
  package func place(prompt: String, in rect: Rect) -> Point {
    let start = Self.start(prompt, in: rect)
    let x = start + Width.columns(of: shown(in: rect.x + rect.width - start))
    return Point(x: min(x, rect.x + max(0, rect.width - 1)), y: rect.y)
  }

  /// The first column behind the prompt.
  private static func start(_ prompt: String, in rect: Rect) -> Int {
    rect.x + min(Width.columns(of: prompt), rect.width)
  }

  /// What is shown of the text before the cursor: as many of the last characters as leave room for the cursor.
  private func shown(in room: Int) -> Substring {
    var used = 0
    var start = before.endIndex
    while start > before.startIndex {
      let previous = before.index(before: start)
      used += Width.columns(of: before[previous..<start])
      if used >= room { break }
      start = previous
    }
    return before[start...]
  }
}
