package import Canvas
import CNcurses

/// From what curses reads to keys. What has no key is nil, so that unknown sequences do nothing.
package enum KeyDecoder {
  /// The key of a character that arrived by itself.
  package static func key(scalar: Unicode.Scalar) -> Key? {
    switch scalar.value {
    case 0x08, 0x7F: .backspace
    case 0x09: .tab
    case 0x0A, 0x0D: .enter
    case 0x1B: .escape
    // A control character is its letter's code less 0x40.
    case 0x00...0x1F: .control(Character(Unicode.Scalar(UInt8(scalar.value) + 0x40)))
    default: Width.isControl(scalar) ? nil : .character(Character(scalar))
    }
  }

  /// The key of one of curses' codes, `KEY_` in curses.h; modifiers are ignored.
  ///
  /// A mouse event needs more than its code, and a key with several modifiers has no fixed code: see `key(name:)`.
  package static func key(code: Int32) -> Key? {
    switch code {
    case KEY_UP, KEY_SR: .up
    case KEY_DOWN, KEY_SF: .down
    case KEY_LEFT, KEY_SLEFT: .left
    case KEY_RIGHT, KEY_SRIGHT: .right
    case KEY_PPAGE, KEY_A3, KEY_SPREVIOUS: .pageUp
    case KEY_NPAGE, KEY_C3, KEY_SNEXT: .pageDown
    case KEY_HOME, KEY_A1, KEY_FIND, KEY_SHOME: .home
    case KEY_END, KEY_C1, KEY_SELECT, KEY_SEND: .end
    case KEY_ENTER: .enter
    case KEY_BACKSPACE: .backspace
    case KEY_DC, KEY_SDC: .delete
    case KEY_BTAB: .backTab
    case KEY_RESIZE: .resize
    case KEY_F0 + 1...KEY_F0 + 63: .function(Int(code - KEY_F0))
    default: nil
    }
  }

  /// The key of a code above curses' own, given its name (user_caps(5)), such as `kRIT5` for Ctrl-Right. The digit
  /// says the modifiers, which are ignored.
  package static func key(name: some StringProtocol) -> Key? {
    guard let digit = name.last, digit.isNumber else { return nil }
    return switch name.dropLast() {
    case "kUP": .up
    case "kDN": .down
    case "kLFT": .left
    case "kRIT": .right
    case "kPRV": .pageUp
    case "kNXT": .pageDown
    case "kHOM": .home
    case "kEND": .end
    case "kDC": .delete
    default: nil
    }
  }

  /// The key of a control sequence that terminfo does not list, given what follows ESC: `[` or `O`,
  /// parameters, and a final character (ECMA-48, section 5.4). Modifiers are ignored.
  package static func key(sequence: some StringProtocol) -> Key? {
    guard let final = sequence.last, sequence.count > 1 else { return nil }
    let parameters = sequence.dropFirst().dropLast().split(separator: ";")
    switch final {
    case "A": return .up
    case "B": return .down
    case "C": return .right
    case "D": return .left
    case "H": return .home
    case "F": return .end
    case "Z": return .backTab
    case "M" where sequence.first == "O": return .enter
    case "P", "Q", "R", "S":
      return final.asciiValue.map { .function(Int($0) - 0x4F) }
    case "~":
      return parameters.first.flatMap { editing[String($0)] }
    default: return nil
    }
  }

  /// Numbers in `CSI n ~`, as VT220 and xterm send them.
  private static let editing: [String: Key] = [
    "1": .home, "3": .delete, "4": .end, "5": .pageUp, "6": .pageDown, "7": .home, "8": .end,
    "11": .function(1), "12": .function(2), "13": .function(3), "14": .function(4), "15": .function(5),
    "17": .function(6), "18": .function(7), "19": .function(8), "20": .function(9), "21": .function(10),
    "23": .function(11), "24": .function(12),
  ]

  /// The event of the buttons that curses reports as pressed: the left one, or a wheel's turn.
  package static func mouse(buttons: UInt32, x: Int, y: Int) -> Key? {
    let kind: MouseEvent.Kind? =
      if buttons & UInt32(cr3_button_left()) != 0 {
        .click
      } else if buttons & UInt32(cr3_wheel_up()) != 0 {
        .wheelUp
      } else if buttons & UInt32(cr3_wheel_down()) != 0 { .wheelDown } else { nil }
    return kind.map { .mouse(MouseEvent($0, at: Point(x: x, y: y))) }
  }
}
