import Exercises
import Testing

/// Answers against what is known of them; ``ExerciseTests`` has somebody solve all sheets.
struct ExerciseAnswerTests {
  /// What semantics.md 6.5 has for single events: the sheets of these seeds have no others.
  @Test func knownSums() throws {
    // Seed 7: a read, a timer interrupt, a clock_gettime, a switch to another process.
    let answers = try Exercise(.flips, seed: 7).questions.map(\.answer)
    let table = ["nopti": 0 + 0 + 0 + 1, "pti": 2 + 2 + 2 + 3, "asi3": 4 + 2 + 4 + 3, "gasi": 2 + 2 + 0 + 3]
    #expect(answers.dropLast() == ["nopti", "pti", "asi3", "gasi"].map { "\(table[$0] ?? -1)" }[...])
    #expect(answers.last == "\(2 + 2 + 0 + 3)")
  }

  /// Not present and denied at every level, and every error code that the sheet explains.
  @Test func everyEndingOfAWalkAppears() throws {
    var seen: Set<String> = []
    for seed in 1...200 as ClosedRange<UInt64> {
      for question in try Exercise(.translate, seed: seed).questions {
        let answer = question.answer
        seen.insert(
          answer.hasPrefix("physical") ? "physical" : String(answer.split(separator: " (").joined(separator: ": ")))
      }
    }
    let levels = seen.filter { $0.hasPrefix("#PF") }
    for level in 1...4 {
      #expect(levels.contains { $0.contains("not present") && $0.hasSuffix("level \(level)") }, "\(level)")
      #expect(levels.contains { $0.contains("protection") && $0.hasSuffix("level \(level)") }, "\(level)")
    }
    for code in ["0x1", "0x3", "0x5", "0x7", "0x11", "0x15", "0x0", "0x2", "0x10", "0x4", "0x6", "0x14"] {
      #expect(levels.contains { $0.hasPrefix("#PF \(code):") }, "\(code)")
    }
    #expect(seen.contains("physical") && seen.contains("#GP: there is no walk"))
  }
}
