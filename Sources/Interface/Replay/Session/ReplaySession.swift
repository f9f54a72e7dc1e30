package import Canvas
package import Chassis
import Commands
package import Explorer

/// A tour in a terminal: keys in, screens out.
///
///     playing  --e-->  exploring, until q
///        |
///        +-- a question: what is typed is the prediction
package struct ReplaySession: Sendable {
  /// What is played.
  package var player: Player
  /// The explorer in somebody's hands; nil while the tour has it.
  var explorer: Explorer?
  /// What is typed as a prediction.
  var typed = TextField("")
  /// One line for the user; empty for none.
  package var message = ""

  /// Begins a tour; the tool then calls `player.proceed` until nothing is needed.
  package init(_ player: Player) {
    self.player = player
    self.player.go(to: 0)
  }

  /// How long the present stop waits for a key before the tour goes on; nil for ever.
  package var timeout: Duration? { explorer == nil ? player.plan.stops[player.stop].length : nil }

  /// Whether a class sees it: it then answers aloud.
  private var isPresenting: Bool { player.manner == .presenting }

  // MARK: Keys

  /// Takes a key. After it the tool calls `player.proceed` until nothing is needed.
  package mutating func press(_ key: Key) -> Request? {
    message = ""
    if explorer != nil { return pressInExplorer(key) }
    if player.question != nil, !isPresenting, take(answer: key) { return nil }
    if case .paste = key {
      message = TypedInput.refusedPaste
      return nil
    }
    if case .mouse(let event) = key {
      if event.kind != .wheelUp { move(.next) } else { move(.previous) }
      return nil
    }
    let next = ReplayKeys.move(for: key)
    if next == .next && player.question != nil { player.predict(nil) }
    return move(next)
  }

  @discardableResult
  private mutating func move(_ move: ReplayKeys.Move) -> Request? {
    let stops = player.plan.stops
    let stop = player.stop
    switch move {
    case .next:
      if stop == stops.count - 1 { message = "this is the end of the tour; q quits" } else { go(to: stop + 1) }
    case .previous:
      if stop == 0 { message = "this is the beginning of the tour" } else { go(to: stop - 1) }
    case .nextMark, .previousMark:
      let others = move == .nextMark ? Array(stop + 1..<stops.count) : Array((0..<stop).reversed())
      if let target = others.first(where: { stops[$0].mark != nil }) {
        go(to: target)
      } else {
        message = move == .nextMark ? "no mark after this stop" : "no mark before this stop"
      }
    case .scrollDown, .scrollUp:
      if player.isTextOpen {
        player.scroll(by: move == .scrollDown ? 1 : -1)
      } else {
        message = "nothing to scroll here; e takes the explorer in hand"
      }
    case .first: go(to: 0)
    case .last: go(to: stops.count - 1)
    case .explore, .prompt, .help:
      explorer = player.explorer
      if move != .explore { return explorer?.update(.command(move == .prompt ? .promptCommand : .help)) }
    case .redraw: return .redraw
    case .suspend: return .suspend
    case .quit: return .quit
    }
    return nil
  }

  private mutating func go(to stop: Int) {
    typed = TextField("")
    player.go(to: stop)
  }

  /// The tour goes on because the time of a pause is over.
  package mutating func timeIsOver() { move(.next) }

  private mutating func pressInExplorer(_ key: Key) -> Request? {
    // What the tour has is not lost: q comes back to it.
    let isTyping = explorer?.state.prompt != nil
    if key == .character("q"), !isTyping {
      explorer = nil
      return nil
    }
    let request = explorer?.update(.key(key))
    guard request == .quit, key != .control("C") else { return request }
    explorer = nil
    return nil
  }

  // MARK: Answers

  /// Takes a key at a question: letters and digits are the prediction, and only what cannot be one moves. False if the
  /// key moves.
  private mutating func take(answer key: Key) -> Bool {
    let choices = player.choices
    switch key {
    case .character(" ") where typed.isEmpty: return false
    case .character("[") where typed.isEmpty, .character("]") where typed.isEmpty: return false
    case .character(let character) where !choices.isEmpty:
      // One letter is enough where few words can be said.
      let fitting = choices.filter { $0.lowercased().hasPrefix(character.lowercased()) }
      if fitting.count == 1 {
        submit(fitting[0])
      } else {
        message = "\(key.name) is none of \(choices.joined(separator: ", ")); Space goes on without"
      }
    case .paste where !choices.isEmpty: return false
    case .character, .paste, .delete: if typed.handle(key) == .tooLong { message = Prompt.tooLong(key) }
    case .backspace where !typed.isEmpty: typed.handle(key)
    case .enter: submit(typed.isEmpty ? nil : typed.text)
    case .escape: typed = TextField("")
    default:
      guard ReplayKeys.has(key) || key == .resize else {
        message = "\(key.name) is no answer; Space goes on without"
        return true
      }
      return false
    }
    return true
  }

  private mutating func submit(_ words: String?) {
    player.predict(words)
    move(.next)
  }

  // MARK: The screen

  /// Takes another size of the screen.
  package mutating func resize(_ size: Size) {
    player.resize(size)
    let inner = player.explorerSize
    explorer?.update(.resize(inner))
  }

  /// Draws the whole screen.
  package func draw(glyphs: Glyphs) -> Grid {
    if let explorer {
      return player.draw(explorer, glyphs: glyphs, title: "exploring: q comes back to the tour", footer: nil)
    }
    var shown = player.explorer
    if !message.isEmpty { shown.update(.command(.say(message))) }
    var grid = player.draw(shown, glyphs: glyphs, footer: footer)
    drawPrediction(on: &grid)
    return grid
  }

  /// What the keys of the last line do now.
  private var footer: [(key: String, words: String)] {
    if isPresenting { return [] }
    if player.question != nil {
      return [("Enter", "answer"), ("Space", "go on without"), ("Left", "back"), ("Ctrl-C", "quit")]
    }
    return ReplayKeys.table.bindings.compactMap { binding in binding.footer.map { (binding.keys[0].name, $0) } }
  }

  private static let predictionPrompt = " your prediction "

  /// The line in which a prediction is typed.
  private var predictionLine: Rect {
    let x = Self.predictionPrompt.count + 1
    return Rect(x: x, y: player.size.height - 2, width: player.size.width - x, height: 1)
  }

  private func drawPrediction(on grid: inout Grid) {
    guard player.question != nil, !isPresenting else { return }
    let choices = player.choices
    let line = predictionLine
    grid.write(Self.predictionPrompt, x: 0, y: line.y, style: Style(.key, [.bold, .reverse]))
    guard typed.isEmpty else {
      typed.draw(prompt: "", in: line, on: &grid, style: Style(.text, .bold))
      return
    }
    let hint = choices.isEmpty ? "type it, then Enter" : choices.joined(separator: ", ") + ": one letter is enough"
    grid.write(hint, x: line.x, y: line.y, style: Style(.dim), overflow: .ellipsis)
  }

  /// Where the terminal's cursor belongs; nil to hide it.
  package var cursor: Point? {
    guard explorer == nil else {
      guard let point = explorer?.cursor else { return nil }
      return Point(x: point.x, y: player.size.height - 1)
    }
    guard player.question != nil, !isPresenting, player.choices.isEmpty else { return nil }
    let place = typed.place(prompt: "", in: predictionLine)
    // A very narrow screen has no room for the line.
    return Rect(player.size).contains(place) ? place : nil
  }

  /// Has something done to the explorer in hand, if there is one.
  package mutating func withExplorer(_ body: (inout Explorer) -> Void) {
    guard var inHand = explorer else { return }
    body(&inHand)
    inHand.update(.resize(player.explorerSize))
    explorer = inHand
  }
}
