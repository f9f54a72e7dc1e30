package import Canvas
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
  /// What is typed as an answer.
  var answer = TextField("")
  /// One line for the user; empty for none.
  package var message = ""
  private let manner: Narration.Manner

  /// Begins a tour; the tool then calls `player.proceed` until nothing is needed.
  package init(_ player: Player) {
    self.player = player
    manner = player.style
    self.player.go(to: 0)
  }

  /// How long the present stop waits for a key before the tour goes on; nil for ever.
  package var timeout: Duration? { explorer == nil ? player.plan.stops[player.stop].length : nil }

  /// Whether a class sees it: it then answers aloud.
  private var isPresenting: Bool { manner == .presenting }

  // MARK: Keys

  /// Takes a key. After it the tool calls `player.proceed` until nothing is needed.
  package mutating func press(_ key: Key) -> Request? {
    message = ""
    if explorer != nil { return pressInExplorer(key) }
    if player.question != nil, !isPresenting, take(answer: key) { return nil }
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
    answer = TextField("")
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

  /// Takes a key as part of a prediction; false if it is none.
  private mutating func take(answer key: Key) -> Bool {
    let choices = player.choices
    switch key {
    case .character(let character) where !choices.isEmpty:
      // One letter is enough where few words can be said.
      let fitting = choices.filter { $0.lowercased().hasPrefix(String(character).lowercased()) }
      guard fitting.count == 1 else { return false }
      submit(fitting[0])
    case .character(let character) where !answer.text.isEmpty || isPartOfAnswer(character):
      answer.handle(key)
    case .backspace where !answer.text.isEmpty: answer.handle(key)
    case .enter: submit(answer.text.isEmpty ? nil : answer.text)
    case .escape where !answer.text.isEmpty: answer = TextField("")
    default: return false
    }
    return true
  }

  /// Whether a character can be what an answer begins with: of numbers a digit, of names anything but a blank.
  private func isPartOfAnswer(_ character: Character) -> Bool {
    switch player.question?.answer.kind {
    case .step?, .flips?, .flushes?, .syncs?, .findings?, .cr3?, .error?: character.isHexDigit && character.isNumber
    case .event?, .leaks?, .symbol?, .screen?: character != " " && !"[]:?".contains(character)
    default: false
    }
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
      return player.draw(explorer, glyphs: glyphs, note: "exploring: q comes back to the tour", footer: nil)
    }
    var shown = player.explorer
    if !message.isEmpty { shown.update(.command(.say(message))) }
    let keys = ReplayKeys.bindings.compactMap { binding in
      binding.footer.map { (binding.keys[0].name, $0) }
    }
    var grid = player.draw(shown, glyphs: glyphs, note: "", footer: isPresenting ? [] : keys)
    drawAnswer(on: &grid)
    return grid
  }

  private func drawAnswer(on grid: inout Grid) {
    guard player.question != nil, !isPresenting else { return }
    let choices = player.choices
    let hint = choices.isEmpty ? "type it, then Enter" : choices.joined(separator: ", ") + ": one letter is enough"
    let y = grid.size.height - 2
    let x = grid.write(" your prediction ", x: 0, y: y, style: Style(.key, [.bold, .reverse]))
    let end = grid.write(" \(answer.text)", x: x, y: y, style: Style(.text, .bold))
    grid.write(
      answer.text.isEmpty ? "\(hint); Space goes on without" : "", x: end, y: y, style: Style(.dim),
      overflow: .ellipsis)
  }

  /// Where the terminal's cursor belongs; nil to hide it.
  package var cursor: Point? {
    guard explorer == nil else {
      guard let point = explorer?.cursor else { return nil }
      return Point(x: point.x, y: player.size.height - 1)
    }
    guard player.question != nil, !isPresenting, player.choices.isEmpty else { return nil }
    return Point(x: 18 + answer.text.count, y: player.size.height - 2)
  }

  /// Has something done to the explorer in hand, if there is one.
  package mutating func withExplorer(_ body: (inout Explorer) -> Void) {
    guard var inHand = explorer else { return }
    body(&inHand)
    inHand.update(.resize(player.explorerSize))
    explorer = inHand
  }
}
