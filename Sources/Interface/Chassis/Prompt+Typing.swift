package import Canvas
package import Commands

extension Prompt {
  /// What became of a key.
  package enum Reaction: Equatable, Sendable {
    /// The line goes on; there is something to tell, or nothing.
    case typing(String)
    /// The line was given up.
    case closed
    /// The line is complete.
    case entered
  }

  /// Applies a key; `history` is what was typed before, oldest first.
  package mutating func handle(_ key: Key, history: [String]) -> Reaction {
    switch key {
    case .escape, .control("C"), .control("G"): return .closed
    case .backspace where field.isEmpty: return .closed
    case .enter: return .entered
    case .up, .down: recall(key == .up ? 1 : -1, from: history)
    case .tab: return .typing(complete())
    default: return .typing(field.handle(key) == .tooLong ? Self.tooLong(key) : "")
    }
    return .typing("")
  }

  /// Why a key, or pasted text, is not taken.
  package static func tooLong(_ key: Key) -> String {
    let limit = "a line has at most \(TextField.limit) bytes"
    return if case .paste = key { "\(limit): the pasted text is not taken" } else { limit }
  }

  /// Adds a line to what was typed before: the last hundred that differ from the one before.
  package func remember(in history: inout [String]) {
    let text = field.text
    guard !text.isEmpty, history.last != text else { return }
    history.append(text)
    if history.count > 100 { history.removeFirst() }
  }

  /// The command that the line stands for; nil if it is empty and means nothing then.
  package func command() throws(CommandError) -> Command? {
    let text = field.text
    switch purpose {
    case .command: return text.allSatisfy { $0 == " " } ? nil : try Command(parsing: text)
    case .search: return .search(text)
    case .filter: return .filter(text.allSatisfy(\.isWhitespace) ? "" : text)
    case .probe: return text.isEmpty ? nil : try Command(parsing: "probe \(text)")
    }
  }

  private mutating func recall(_ distance: Int, from history: [String]) {
    let offset = min(max(historyOffset + distance, 0), history.count)
    self = Prompt(purpose, text: offset == 0 ? "" : history[history.count - offset])
    historyOffset = offset
  }

  /// Completes the word that is typed as far as those that fit agree, and gives them if there are several.
  private mutating func complete() -> String {
    guard purpose == .command else { return "" }
    let completion = CommandCompletion(of: field.text)
    if let text = completion.text { field = TextField(text) }
    return completion.choices.joined(separator: "  ")
  }
}
