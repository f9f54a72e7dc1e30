package import Chassis
package import Commands
import Explorer

/// Turns what somebody does in the explorer into a tour.
package struct Recorder: Sendable {
  /// The folder in which the tour will stand, as a path of the same beginning as the paths of commands; its own
  /// paths start there.
  private let folder: String

  /// A tour that will stand in `folder`.
  package init(folder: String) {
    self.folder = folder
  }

  /// The lines with which the tour begins: what is opened; nothing for what is there without a file.
  package func head(title: String, input: String?) -> [String] {
    ["# \(title)", ""] + (input.map { [Command.open(relative($0)).text] } ?? [])
  }

  /// The lines for what an action issued.
  package func lines(for commands: [Command]) -> [String] {
    commands.compactMap { command in
      switch command {
      case .open(let path): Command.open(relative(path)).text
      case .source(let path): Command.source(relative(path)).text
      case .copy, .shell, .redraw, .suspend, .quit, .screen: nil
      case .promptCommand, .promptSearch, .promptFilter, .promptProbe: nil
      default: command.text
      }
    }
  }

  /// The lines with which the tour ends: what is true now, so that it is a test.
  package func end(_ explorer: some InteractiveExplorer) -> [String] {
    [Expectation.Kind.step, .design, .space].compactMap { kind in
      explorer.fact(kind).map { Command.expect(Expectation(kind, $0)).text }
    }
  }

  /// A path as seen from the tour's folder.
  private func relative(_ path: String) -> String {
    guard !path.hasPrefix("/") else { return path }
    let from = folder.split(separator: "/").filter { $0 != "." }
    let to = path.split(separator: "/").filter { $0 != "." }
    // Where the way to the folder leads up, nobody can tell the way back.
    guard !from.contains("..") else { return path }
    let shared = zip(from, to.dropLast()).prefix { $0 == $1 }.count
    return (Array(repeating: "..", count: from.count - shared) + to.dropFirst(shared)).joined(separator: "/")
  }
}
