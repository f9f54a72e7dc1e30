import Replay
import Testing

/// Where tours wait.
@Suite struct TourPlanTests {
  @Test(
    arguments: [
      ("say \"a\"", ["narration 0..<1"]),
      ("step\nsay \"a\"\nstep\nsay \"b\"", ["narration 0..<2", "narration 2..<4"]),
      ("say \"a\"\nstep", ["narration 0..<1", "end 1..<2"]),
      ("say \"a\"\npause\nstep\npause", ["narration 0..<1", "pause 1..<4"]),
      ("pause 2\nsay \"a\"", ["pause 0..<1", "narration 1..<2"]),
      (
        "ask \"?\" = flips 1\nstep\nexpect cpl 0\nsay \"a\"",
        ["question 0..<1", "answer 1..<3", "narration 3..<4", "end 4..<4"]
      ),
      (
        "ask \"?\" = flips 1\nstep\nask \"?\" = flips 1",
        ["question 0..<1", "answer 1..<2", "question 2..<3", "answer 3..<3", "end 3..<3"]
      ),
      (
        "ask \"?\" = flips 1\nstep\npause\nstep\npause", ["question 0..<1", "answer 1..<2", "pause 2..<5", "end 5..<5"]
      ),
      // Nothing waits: every command does.
      ("step\nexpect cpl 0\nback\nmark x", ["pause 0..<1", "pause 1..<3", "end 3..<4"]),
      ("expect cpl 3", ["end 0..<1"]),
    ] as [(String, [String])])
  func stops(text: String, stops: [String]) throws {
    let plan = TourPlan(try Touring.tour(text))
    #expect(plan.stops.map { "\($0.kind) \($0.lines)" } == stops)
    // Every line is carried out once on the way to the last stop, but for pauses behind it.
    #expect(plan.stops.first?.lines.lowerBound == 0)
    #expect(zip(plan.stops, plan.stops.dropFirst()).allSatisfy { $0.lines.upperBound == $1.lines.lowerBound })
  }

  @Test func marksAndTimes() throws {
    let plan = TourPlan(try Touring.tour("mark one\nsay \"a\"\npause 1.5\nmark two\nmark three\nsay \"b\"\nsay \"c\""))
    #expect(plan.stops.map(\.mark) == ["one", "three", nil])
    #expect(plan.stops.map(\.length) == [.milliseconds(1500), nil, nil])
    #expect(plan.stop(named: "three") == 1)
    #expect(plan.stop(named: "3") == 2)
    #expect(plan.stop(named: "0") == nil)
    #expect(plan.stop(named: "two") == nil)
  }

  /// Where nothing is said, no pause looks for what was said before.
  @Test(.timeLimit(.minutes(1))) func veryManyPauses() throws {
    #expect(TourPlan(try Touring.tour(String(repeating: "step\npause\n", count: 40_000))).stops.count == 40_000)
  }
}
