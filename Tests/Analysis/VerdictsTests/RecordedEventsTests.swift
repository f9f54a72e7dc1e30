import Captures
import Execution
import Isolation
import PageTables
import Recordings
import ScenarioModel
import TestSupport
import Testing
import Timelines

/// The model under the design of a recording, given the same events, flips as the real kernel did.
struct RecordedEventsTests {
  /// What of a flip has to be as it was recorded.
  private struct Facts: Equatable, CustomStringConvertible {
    let direction: String
    let cpl: Int
    let symbol: Substring
    let keepsTLB: Bool?

    init(_ flip: Flip, in timeline: Timeline) {
      direction = "\(timeline.spaces.label(of: flip.from))>\(timeline.spaces.label(of: flip.to))"
      cpl = timeline.recording.steps.cpl(at: flip.step)
      symbol = flip.site.prefix { $0 != "+" }
      keepsTLB = timeline.recording.start.controls.pcidEnabled ? flip.keepsTLB : nil
    }

    var description: String { "\(direction) CPL \(cpl) \(symbol) \(keepsTLB.map { "\($0)" } ?? "-")" }
  }

  @Test(arguments: [
    "pti/getpid.csv", "pti/read.csv", "pti/pagefault.csv", "pti/irq-user.csv", "pti/irq-kernel.csv", "pti/switch.csv",
    "labelled/getpid.csv", "labelled/read.csv", "nopti/getpid.csv", "pcid/getpid.csv", "pcid/pagefault.csv",
    "pcid/irq-user.csv",
  ])
  func flipsAreThoseOfTheRecording(name: String) throws {
    let recorded = Timeline(try InputFile.open(sample("captures/\(name)")))
    let setup = ScenarioRun.Setup(try Scenario(eventsOf: recorded))
    let modelled = Timeline(try ScenarioRun.record(setup))
    #expect(modelled.flips.map { Facts($0, in: modelled) } == recorded.flips.map { Facts($0, in: recorded) })
    #expect(modelled.events.map(\.kind) == recorded.events.map(\.kind))
  }
}
