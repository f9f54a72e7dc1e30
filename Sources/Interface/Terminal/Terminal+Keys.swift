import CNcurses
package import Canvas
import Glibc

extension Terminal {
  /// How long the rest of an escape sequence may take, in milliseconds, before ESC is a key of its own.
  static let escapeDelay: Int32 = 25

  /// Waits for a key, at most so many milliseconds, or for ever; nil if there was none.
  ///
  /// Keys include `.resize`, after which the screen must be shown again. The process is stopped and continued
  /// here, if a signal asks for it; it ends here, as by SIGHUP, if the terminal is gone.
  package mutating func nextKey(timeoutMilliseconds: Int?) -> Key? {
    let clock = ContinuousClock()
    let deadline = timeoutMilliseconds.map { clock.now + .milliseconds(Int32(clamping: $0)) }
    while true {
      if let key = read() { return key }
      if let signal = notices.next() {
        if act(on: signal) { return .resize }
        continue
      }
      let left = deadline.map { clock.now.duration(to: $0) }
      // Rounded up, so that waiting does not end just before the deadline.
      let milliseconds = left.map { max(0, Int(($0 + .microseconds(999)) / .milliseconds(1))) }
      if !wait(milliseconds: milliseconds), let left, left <= .zero { return nil }
    }
  }

  /// The longest time without a new screen while keys are waiting.
  private static let mayLag = Duration.milliseconds(50)

  /// Whether keys are waiting that will change the screen, so that showing it now would only delay them; never for long.
  package var isBehind: Bool {
    guard let lastShown, ContinuousClock.now - lastShown < Self.mayLag else { return false }
    return !pending.isEmpty || Self.hasInput(milliseconds: 0)
  }

  /// Waits until there is input or a signal; false if there is neither.
  private func wait(milliseconds: Int?) -> Bool {
    var sources = [STDIN_FILENO, notices.descriptor].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let limit = milliseconds.map { Int32(clamping: $0) } ?? -1
    // The array outlives the call, and the count is its own.
    let count = unsafe poll(&sources, nfds_t(sources.count), limit)
    if sources[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { Restoration.die(by: SIGHUP) }
    return count > 0
  }

  /// Does what a signal is for, and says whether the screen must be shown again.
  private mutating func act(on signal: Int32) -> Bool {
    switch signal {
    case SIGWINCH:
      takeSystemSize()
      // Terminals move and cut what they show in ways of their own: nothing on the screen can be kept.
      cr3_redraw()
    case SIGTSTP: suspend()
    case SIGCONT: resume()
    default: return false
    }
    return true
  }

  /// A key that has been typed already.
  private mutating func read() -> Key? {
    if !pending.isEmpty { return pending.removeFirst() }
    while let input = Input() {
      let key =
        switch input {
        case .code(KEY_MOUSE): mouseKey()
        case .code: input.key
        case .scalar("\u{1B}"): readSequence()
        case .scalar(let scalar): KeyDecoder.key(scalar: scalar)
        }
      if let key { return key }
    }
    return nil
  }

  /// What follows ESC: the rest of a sequence that terminfo does not list, or keys that were typed fast.
  private mutating func readSequence() -> Key? {
    cr3_timeout(Terminal.escapeDelay)
    defer { cr3_timeout(0) }
    guard let first = Input() else { return .escape }
    guard first == .scalar("[") || first == .scalar("O") else {
      pending += [first.key].compactMap { $0 }
      return .escape
    }
    var sequence: [Input] = [first]
    while sequence.count < 64, let next = Input() {
      sequence.append(next)
      // Parameters and intermediates are 0x20 to 0x3F; anything else is the final character.
      guard case .scalar(let scalar) = next, 0x20...0x3F ~= scalar.value else { break }
    }
    if sequence.count > 1 {
      let text = String(String.UnicodeScalarView(sequence.compactMap(\.scalar)))
      return text == Self.pasteStart ? readPaste() : KeyDecoder.key(sequence: text)
    }
    pending += [first.key].compactMap { $0 }
    return .escape
  }

  private func mouseKey() -> Key? {
    var event = MEVENT()
    // A local that outlives the call.
    let status = unsafe getmouse(&event)
    guard status == OK else { return nil }
    return KeyDecoder.mouse(buttons: UInt32(event.bstate), x: Int(event.x), y: Int(event.y))
  }
}

/// One thing that curses has read.
private enum Input: Equatable {
  case scalar(Unicode.Scalar)
  case code(Int32)

  /// The next thing, for which curses waits as long as it was last told to; nil if there is none.
  init?() {
    var value: wint_t = 0
    // A local that outlives the call.
    let status = unsafe cr3_get(&value)
    if status == KEY_CODE_YES {
      self = .code(Int32(bitPattern: value))
    } else if status == OK, let scalar = Unicode.Scalar(value) {
      self = .scalar(scalar)
    } else {
      return nil
    }
  }

  var scalar: Unicode.Scalar? {
    if case .scalar(let scalar) = self { scalar } else { nil }
  }

  var key: Key? {
    switch self {
    case .scalar(let scalar): KeyDecoder.key(scalar: scalar)
    case .code(let code) where code <= KEY_MAX: KeyDecoder.key(code: code)
    case .code(let code):
      // The result is nil or a terminated string until the next call, and copied at once.
      unsafe keyname(code).flatMap { KeyDecoder.key(name: unsafe String(cString: $0)) }
    }
  }
}
