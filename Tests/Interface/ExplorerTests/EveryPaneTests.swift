import Canvas
import Captures
import Chassis
import Commands
import Execution
import Explorer
import Foundation
import Isolation
import TestSupport
import Testing
import Timelines

/// Every menu and pane opens at every step of every scenario that ships, under every design.
@Suite struct EveryPaneTests {
  static let names = (try? FileManager.default.contentsOfDirectory(atPath: sample("scenarios")))?.sorted() ?? []

  /// Each scenario, read once; one that cannot be read is missing.
  private static let setups: [String: ScenarioRun.Setup] = names.reduce(into: [:]) { setups, name in
    setups[name] = (try? InputFile.open(sample("scenarios/\(name)")))?.run?.setup
  }

  private static let panes = Pane.allCases.filter { $0 != .compare }

  /// The usual size is drawn as often as both others together.
  private static let sizes = [
    Size(width: 80, height: 24), Size.leastScreen, Size(width: 80, height: 24), Size(width: 200, height: 60),
  ]

  @Test(arguments: names, Design.all)
  func opens(name: String, design: Design) throws {
    var setup = try #require(Self.setups[name])
    guard setup.settings.problem(under: design) == nil else { return }
    setup.design = design
    let timeline = Timeline(try ScenarioRun.record(setup))
    let shift = try #require(Self.names.firstIndex(of: name)) + #require(Design.all.firstIndex(of: design))
    // The smallest screen has no room for what the design keeps, which takes longest to find at every step.
    var explorer = Explorer(timeline, shellName: name, size: Size.leastScreen)
    for step in 0..<timeline.count {
      explorer.update(.command(.goto(.number(explorer.stepNumber(step)))))
      #expect(explorer.state.step == step)
      for (position, pane) in Self.panes.enumerated() {
        var other = explorer
        other.update(.command(.focus(pane)))
        #expect(other.state.overlay == pane || other.state.focus == pane)
        // Each pane is drawn once a run; which part of the run that is, and the size, is another one in the next run.
        let turn = position + shift
        guard step == turn % Self.panes.count * timeline.count / Self.panes.count else { continue }
        other.update(.resize(Self.sizes[turn % Self.sizes.count]))
        _ = other.draw(glyphs: .unicode)
      }
    }
  }
}
