package import Canvas
package import Commands

/// The part of an explorer's state that all explorers have: the size of the screen, and what keys change before they are
/// a command, which is counts and the line being typed.
package protocol TypingState: Equatable, Sendable {
  /// The size of the screen.
  var size: Size { get set }
  /// The digits typed so far.
  var count: Int? { get set }
  /// The line being typed.
  var prompt: Prompt? { get set }
  /// What was typed before, oldest first.
  var history: [String] { get set }
  /// One line for the user; empty for none.
  var message: String { get set }
}

/// What a key has become.
package enum TypedInput: Equatable, Sendable {
  /// A command to carry out.
  case command(Command)
  /// A click or a turn of the wheel.
  case mouse(MouseEvent)
}

extension TypedInput {
  /// The message for text that is pasted while no prompt is open: taken as keys it could do anything.
  package static let refusedPaste = "pasted text is not taken as keys; paste it behind : or /"
}

extension TypingState {
  /// Takes a key; gives what it has become, or nil if nothing is to be done yet. `command` looks up what the key stands
  /// for, with the count before it.
  package mutating func take(_ key: Key, _ command: (Key, Int?) -> Command?) -> TypedInput? {
    if prompt != nil { return type(key).map { .command($0) } }
    if case .mouse(let event) = key {
      message = ""
      return .mouse(event)
    }
    if case .character(let character) = key, let digit = character.wholeNumberValue, character.isASCII,
      digit > 0 || count != nil
    {
      count = min((count ?? 0) * 10 + digit, 1_000_000_000)
      return nil
    }
    let typed = count
    count = nil
    message = ""
    if case .paste = key {
      message = TypedInput.refusedPaste
      return nil
    }
    guard let command = command(key, typed) else {
      if key != .resize { message = "\(key.name) does nothing here; ? lists the keys" }
      return nil
    }
    return .command(command)
  }

  private mutating func type(_ key: Key) -> Command? {
    guard var line = prompt else { return nil }
    switch line.handle(key, history: history) {
    case .closed: prompt = nil
    case .typing(let words):
      prompt = line
      if !words.isEmpty || key == .tab && line.purpose == .command { message = words }
    case .entered:
      prompt = nil
      message = ""
      line.remember(in: &history)
      do throws(CommandError) {
        return try line.command()
      } catch {
        message = error.description
      }
    }
    return nil
  }
}
