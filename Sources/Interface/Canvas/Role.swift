/// What a cell is there to say; a theme turns it into colours.
package enum Role: UInt8, CaseIterable, Sendable {
  /// Ordinary words and numbers.
  case text

  /// Words that may be overlooked.
  case dim

  /// The name of a group of lines or columns.
  case heading

  /// The name of a pane or of the input.
  case title

  /// Lines around a pane.
  case border

  /// Lines around the pane that has the keys.
  case borderFocused

  /// The line that says where the program is.
  case status

  /// The name of a key.
  case key

  /// The user's pages: class U.
  case user

  /// Kernel pages that the exposed space maps: class E.
  case exposed

  /// Kernel pages that only the private space maps: class P.
  case privateMapping

  /// A CR3 write that changes the space.
  case flip

  /// An access that the tables deny.
  case fault

  /// A secret within an adversary's reach.
  case leak

  /// A check that holds.
  case ok

  /// What the last step changed.
  case changed

  /// Something the reader should know, though no rule is broken.
  case warning

  /// The words of a tour.
  case narration
}

extension Role {
  /// The one ASCII letter or mark that stands for the role in pictures of a grid.
  package var letter: Character {
    switch self {
    case .text: "."
    case .dim: "d"
    case .heading: "h"
    case .title: "t"
    case .border: "b"
    case .borderFocused: "B"
    case .status: "s"
    case .key: "k"
    case .user: "U"
    case .exposed: "E"
    case .privateMapping: "P"
    case .flip: ">"
    case .fault: "!"
    case .leak: "*"
    case .ok: "o"
    case .changed: "c"
    case .warning: "w"
    case .narration: "n"
    }
  }
}
