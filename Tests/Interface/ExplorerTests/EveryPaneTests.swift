import Canvas
import Captures
import Commands
import Explorer
import Foundation
import Isolation
import Machine
import TestSupport
import Testing

/// Every menu and pane opens at every step of every scenario that ships, under every design.
@Suite struct EveryPaneTests {
  static let names = (try? FileManager.default.contentsOfDirectory(atPath: sample("scenarios")))?.sorted() ?? []

  /// Drawing takes longest: every other step draws one of the panes, in turn, and some of these at another size.
  @Test(arguments: names, Design.allCases)
  func opens(name: String, design: Design) throws {
    let scenario = try InputFile.open(sample("scenarios/\(name)"))
    guard let setup = scenario.run?.setup, setup.settings.problem(under: design) == nil else { return }
    let recording = try InputFile.open(sample("scenarios/\(name)"), InputOptions(design: design))
    var explorer = Explorer(Timeline(recording), shellName: name, size: Size(width: 80, height: 24))
    for step in 0..<explorer.timeline.count {
      explorer.update(.command(.goto(.number(explorer.stepNumber(step)))))
      #expect(explorer.state.step == step)
      for (position, pane) in Self.panes.enumerated() {
        var other = explorer
        other.update(.command(.focus(pane)))
        guard (step + 2 * position) % (2 * Self.panes.count) == 0 else { continue }
        if step % 8 == 0 { other.update(.resize(step % 16 == 0 ? Size(width: 200, height: 60) : Layout.minimum)) }
        other.update(.command(.move(1)))
        _ = other.draw(glyphs: .unicode)
      }
    }
  }

  private static let panes = Pane.allCases.filter { $0 != .compare }
}
