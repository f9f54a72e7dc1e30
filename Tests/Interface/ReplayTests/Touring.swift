import Bytes
import Canvas
import Captures
import Chassis
import Commands
import Execution
import Explorer
import Replay
import ScenarioModel
import TestSupport
import Timelines
import Tours

/// Tours to test with, played without files but for the samples.
enum Touring {
  static let small = Size(width: 80, height: 24)

  /// The built-in scenario: unified, flips at 38, 56, 70 and 81 of 87 steps.
  static func first() throws -> Timeline { Timeline(try ScenarioRun.record(.init(.first))) }

  /// The tour that a text says; what it opens is below the folder samples.
  static func tour(_ text: String) throws -> Tour {
    try TourReader.read(
      FileBytes(name: "a.tour", Array(text.utf8)), path: "tours/a.tour",
      files: TourFiles(
        read: { (path) throws(TourFiles.Problem) in try FileBytes.open(sample(path)) },
        find: { FileBytes.exists(sample($0)) ? .file : .nothing }))
  }

  static func player(_ text: String, size: Size = small, manner: Narration.Manner = .reading) throws -> Player {
    Player(try tour(text), start: try first(), size: size, manner: manner)
  }

  static func session(_ text: String, size: Size = small, manner: Narration.Manner = .reading) throws -> ReplaySession {
    var session = ReplaySession(try player(text, size: size, manner: manner))
    try settle(&session.player)
    return session
  }

  /// Fulfils what is needed until the stop is reached.
  static func settle(_ player: inout Player) throws {
    while let need = player.proceed() {
      guard case .open(let line) = need, let path = line.path else { continue }
      player.opened(Timeline(try InputFile.open(sample(path))), by: line, shellName: path)
    }
  }
}

extension Player {
  /// Goes to a stop, from 0.
  mutating func visit(_ stop: Int) throws {
    go(to: stop)
    try Touring.settle(&self)
  }

  /// Goes from the first stop to the last.
  mutating func visitAll() throws {
    for stop in plan.stops.indices { try visit(stop) }
  }

  var number: Int { explorer.stepNumber(explorer.state.step) }
}

extension ReplaySession {
  /// Presses keys by their names, separated by blanks.
  @discardableResult
  mutating func press(_ names: String) throws -> Request? {
    var last: Request?
    for name in names.split(separator: " ") {
      guard let key = Key(name: String(name)) else { preconditionFailure("no key '\(name)'") }
      last = press(key)
      try Touring.settle(&player)
    }
    return last
  }

  var lines: [String] { draw(glyphs: .unicode).lines }
}
