import Canvas
import Replay
import Testing

@Suite struct TranscriptTests {
  @Test func aBareStopSaysNothing() {
    let stop = Transcript.Stop(
      number: 1, kind: .end, place: "a.tour:1", seconds: 0, screen: Grid(size: Size(width: 2, height: 1)))
    #expect(stop.narration.isEmpty && stop.commands.isEmpty && stop.facts.isEmpty && stop.answer == nil)
  }
}
