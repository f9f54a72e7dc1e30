/// What may follow what has been typed of a command.
package struct CommandCompletion: Equatable, Sendable {
  /// The text as far as it can be completed; nil if nothing fits.
  package let text: String?
  /// What fits, if that is not just one.
  package let choices: [String]

  /// Completes the last word of `text`: the name of a command, or the first word behind it.
  package init(of text: String) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    let last = words.last.map(String.init) ?? ""
    let known: [String]
    switch words.count {
    case 0, 1: known = Command.names
    case 2: known = CommandSyntax.named(words[0])?.words ?? []
    default: known = []
    }
    let fitting = known.filter { $0.hasPrefix(last) }
    choices = fitting.count == 1 ? [] : fitting
    guard let first = fitting.first else {
      self.text = nil
      return
    }
    let shared = fitting.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
    self.text = text.dropLast(last.count) + shared + (fitting.count == 1 ? " " : "")
  }
}

extension String {
  /// The letters that both begin with.
  fileprivate func commonPrefix(with other: String) -> String {
    String(zip(self, other).prefix { $0 == $1 }.map(\.0))
  }
}
