import Foundation
import Testing

/// A terminal of a known size with a shell in it, whose screen can be read: a tmux server of its own.
final class Tmux {
  static let isInstalled = FileManager.default.isExecutableFile(atPath: "/usr/bin/tmux")

  private let socket = "cr3scope-\(UUID().uuidString)"
  private let scratch: Scratch
  private let blocked: [Int32]

  /// Starts a shell whose prompt is "ready$ "; what it runs has the given signals blocked.
  init(width: Int = 80, height: Int = 24, blocked: [Int32] = []) throws {
    scratch = try Scratch()
    self.blocked = blocked
    try tmux(
      "-f", "/dev/null", "new-session", "-d", "-x", "\(width)", "-y", "\(height)", "/bin/bash --norc --noprofile")
    try tmux("set-option", "-g", "status", "off")
    try tmux("resize-window", "-x", "\(width)", "-y", "\(height)")
    try enter("PS1='rea''dy$ '; clear")
    try wait(for: "ready$")
  }

  deinit {
    try? close()
  }

  /// Takes the terminal away from what runs in it.
  func close() throws {
    try tmux("kill-server")
  }

  /// The screen, without the blanks at the ends of lines.
  func screen() throws -> String { try tmux("capture-pane", "-p") }

  /// Waits until the screen holds a text; the time is ample for a slow machine.
  func wait(
    for text: String, gone: Bool = false, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let end = Date().addingTimeInterval(60)
    while try screen().contains(text) == gone {
      guard Date() < end else {
        Issue.record("'\(text)' did not \(gone ? "go" : "come"):\n\(try screen())", sourceLocation: sourceLocation)
        throw TimedOut()
      }
      usleep(20_000)
    }
  }

  struct TimedOut: Error {}

  /// Sends keys by tmux's names, such as "Space", "n", "Enter", "C-z".
  func keys(_ names: String...) throws {
    for name in names { try tmux("send-keys", name) }
  }

  /// Types a line and enters it.
  func enter(_ line: String) throws {
    try tmux("send-keys", "-l", line)
    try tmux("send-keys", "Enter")
  }

  /// Sends bytes as they are, at once: a pause after ESC would make it a key.
  func bytes(_ text: String) throws {
    try tmux(["send-keys", "-H"] + text.utf8.map { String($0, radix: 16) })
  }

  func resize(_ width: Int, _ height: Int) throws {
    try tmux("resize-window", "-x", "\(width)", "-y", "\(height)")
  }

  /// Starts the program and waits for its first screen; gives its process.
  func start(_ arguments: String = "") throws -> Int32 {
    try enter("clear; sh -c 'echo $$ > \(scratch.path)/process; exec \"$P\" \(arguments)'; echo \"sta\"\"tus $?\"")
    try wait(for: "? help")
    let text = try scratch.text("process")
    return try #require(Int32(text.filter { $0.isNumber }))
  }

  /// What `stty -a` says, now that the shell has the terminal.
  func modes() throws -> String {
    let name = UUID().uuidString
    try enter("clear; stty -a > \(scratch.path)/\(name); echo mo\"\"des")
    try wait(for: "modes")
    return try scratch.text(name)
  }

  @discardableResult
  private func tmux(_ arguments: String...) throws -> String { try tmux(arguments) }

  @discardableResult
  private func tmux(_ arguments: [String]) throws -> String {
    _ = try Spawn(
      program: "/usr/bin/tmux", arguments: ["-u", "-L", socket] + arguments,
      environment: [
        "P": Program.path, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color",
        "SWIFT_BACKTRACE": "enable=no", "HOME": "/nonexistent", "TMUX_TMPDIR": scratch.path,
      ], output: scratch.path + "/answer", blocked: blocked
    ).run()
    return try scratch.text("answer")
  }
}
