import Bytes
import Canvas
import Captures
import Chassis
import Commands
import Explorer
import Foundation
import Replay
import TestSupport
import Testing
import Timelines
import Tours

/// The tours that ship: each holds what it says on every screen, and is short enough for a class.
@Suite struct SampleTourTests {
  static let names = (try? FileManager.default.contentsOfDirectory(atPath: sample("tours")))?.sorted() ?? []

  private static func tour(_ name: String) throws -> Tour {
    let path = sample("tours/\(name)")
    return try TourReader.read(
      FileBytes.open(path), path: path,
      files: TourFiles(
        read: { (path) throws(TourFiles.Problem) in try FileBytes.open(path) },
        find: { FileBytes.exists($0) ? .file : .nothing })
    )
  }

  @Test func theyAreThere() {
    #expect(Self.names.map { String($0.prefix(2)) } == (1...12).map { $0 < 10 ? "0\($0)" : "\($0)" })
  }

  @Test(arguments: names, [Size(width: 80, height: 24), Size(width: 120, height: 40)])
  func holds(name: String, size: Size) throws {
    for manner in [Narration.Manner.reading, .presenting] {
      try expectAll(Player(try Self.tour(name), start: try Touring.first(), size: size, manner: manner))
    }
  }

  private func expectAll(_ player: Player) throws {
    var player = player
    for stop in player.plan.stops.indices {
      player.go(to: stop)
      while let need = player.proceed() {
        guard case .open(let line) = need, let path = line.path else { continue }
        player.opened(Timeline(try InputFile.open(path)), by: line, shellName: path)
      }
      #expect(player.cutLines == 0, "\(player.words)")
      for glyphs in [Glyphs.unicode, .ascii] { try expectWords(of: player, on: player.draw(glyphs: glyphs)) }
    }
    #expect(player.failures.map(\.description) == [])
  }

  /// Every word of the narration is on the screen.
  private func expectWords(of player: Player, on grid: Grid) throws {
    let words = { (text: String) in text.split(separator: " ").joined(separator: " ") }
    let shown = words(grid.lines.joined(separator: " "))
    let wanted = grid.glyphs == .ascii ? String(player.words.map { $0.isASCII ? $0 : "?" }) : player.words
    #expect(shown.contains(words(wanted)), "\(wanted)")
  }

  /// Less than five minutes: at most 720 words and 26 stops, with at least two predictions.
  @Test(arguments: names)
  func isShort(name: String) throws {
    let tour = try Self.tour(name)
    let plan = TourPlan(tour)
    let words = tour.lines.reduce(0) { count, line in
      switch line.command {
      case .say(let words), .ask(let words, _): count + words.split(separator: " ").count
      default: count
      }
    }
    #expect(words <= 720)
    #expect(plan.stops.count <= 26)
    #expect(plan.questionCount >= 2)
    #expect(plan.stops.compactMap(\.mark).count >= 2)
    #expect(!tour.about.isEmpty)
    #expect(tour.lines.contains { !$0.notes.isEmpty })
  }

  /// At a question nothing on the screen gives the answer away: it shows no more than at the moment before.
  @Test func theFutureIsHidden() throws {
    var player = try Touring.player("next flip\nback\nask \"?\" = flips 4\ngoto end")
    try player.visit(0)
    let screen = player.draw(glyphs: .ascii).lines.joined(separator: "\n")
    #expect(!screen.contains("flip "))
    #expect(!screen.contains("E>P"))
    let ribbon = player.draw(glyphs: .ascii).lines[1]
    #expect(ribbon.hasPrefix(" cpu0 EEEEEEEE") && ribbon.hasSuffix(".........."))
  }
}
