/// One thing that the person at the terminal did.
package enum Key: Hashable, Sendable {
  /// A printable character, and the space.
  case character(Character)

  /// A letter, or one of `@ [ \ ] ^ _`, in upper case, with the Control key.
  case control(Character)

  /// A function key, from 1.
  case function(Int)

  /// A click or a turn of the wheel.
  case mouse(MouseEvent)

  /// Text that was pasted at once, as it arrived, by a terminal that says so.
  case paste(String)

  /// The terminal has another size, or must be drawn again.
  case resize

  // Keys that are named for what they do.
  case enter, escape, tab, backTab, backspace, delete
  case up, down, left, right, pageUp, pageDown, home, end
}

/// What the mouse did, and where.
package struct MouseEvent: Hashable, Sendable {
  /// What the mouse did.
  package enum Kind: String, CaseIterable, Sendable {
    case click = "Click"
    case wheelUp = "WheelUp"
    case wheelDown = "WheelDown"
  }

  /// What the mouse did.
  package let kind: Kind

  /// The cell below the pointer.
  package let point: Point

  /// What the mouse did at the given cell.
  package init(_ kind: Kind, at point: Point) {
    self.kind = kind
    self.point = point
  }
}
