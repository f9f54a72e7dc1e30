package import Canvas

/// The last line of the screen: the prompt, else the count typed so far, else the message, else the keys worth knowing.
package struct Footer {
  /// A key and what it does, in a word.
  package struct Hint: Equatable, Sendable {
    /// The key.
    package let key: Key
    /// What it does.
    package let words: String

    /// Describes a key.
    package init(_ key: Key, _ words: String) {
      self.key = key
      self.words = words
    }
  }

  let prompt: Prompt?
  let count: Int?
  let message: String
  /// The keys worth knowing, the most important first.
  let hints: [Hint]

  /// The most lines of a message.
  private static let messageRows = 4

  /// Draws it in the last row of the screen; a long message covers rows above it.
  func draw(in rect: Rect, on grid: inout Grid) {
    grid.fill(rect)
    if let prompt {
      prompt.field.draw(prompt: prompt.purpose.rawValue, in: rect, on: &grid)
      if !message.isEmpty {
        let x = max(rect.width - message.count - 1, rect.width / 3)
        grid.write(message, x: x, y: rect.y, style: Style(.dim), overflow: .ellipsis)
      }
      return
    }
    if let count {
      grid.write(" \(count)", x: rect.x, y: rect.y, style: Style(.key, .bold))
      return
    }
    if !message.isEmpty { return drawMessage(in: rect, on: &grid) }
    var x = rect.x + 1
    for hint in hints {
      guard x + hint.key.name.count + hint.words.count + 1 <= rect.width else { break }
      x = grid.write(hint.key.name, x: x, y: rect.y, style: Style(.key, .bold))
      x = grid.write(" \(hint.words)  ", x: x, y: rect.y)
    }
  }

  /// How many rows at the bottom it covers in a rectangle: more than one for a long message, such as a command for
  /// the shell.
  func rows(in rect: Rect) -> Int {
    guard prompt == nil, count == nil else { return 1 }
    let count = Width.lines(of: message, columns: rect.width - 2).count
    return (2...Self.messageRows).contains(count) && count < rect.y ? count : 1
  }

  /// Where the terminal's cursor belongs; nil to hide it.
  func cursor(in rect: Rect) -> Point? {
    guard let prompt, !rect.isEmpty else { return nil }
    return prompt.field.place(prompt: prompt.purpose.rawValue, in: rect)
  }

  private func drawMessage(in rect: Rect, on grid: inout Grid) {
    let style = Style(.status, .bold)
    let count = rows(in: rect)
    guard count > 1 else {
      grid.write(" \(message)", x: rect.x, y: rect.y, style: style, width: rect.width, overflow: .ellipsis)
      return
    }
    let top = rect.y - count + 1
    grid.fill(Rect(x: rect.x, y: top, width: rect.width, height: count))
    for (offset, line) in Width.lines(of: message, columns: rect.width - 2).enumerated() {
      grid.write(" \(line)", x: rect.x, y: top + offset, style: style)
    }
  }
}
