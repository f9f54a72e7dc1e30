import Exercises
import Reports
import Testing
import TestSupport

/// What holds for the exercises of every kind; and the files in Sheets, which pin what a seed gives.
struct ExerciseTests {
  private static func text(_ exercise: Exercise, answers: Bool = true) -> String {
    ByteSink.text { exercise.writeText(answers: answers, to: &$0) }
  }

  private static func markdown(_ exercise: Exercise, answers: Bool = true) -> String {
    ByteSink.text { exercise.writeMarkdown(answers: answers, to: &$0) }
  }

  @Test(arguments: ExerciseKind.allCases, [1, 2] as [UInt64])
  func sheets(kind: ExerciseKind, seed: UInt64) throws {
    let exercise = try Exercise(kind, seed: seed)
    expectGolden(Self.text(exercise), "Sheets/\(kind.rawValue)-\(seed).txt")
    expectGolden(Self.markdown(exercise), "Sheets/\(kind.rawValue)-\(seed).md")
  }

  /// Two hundred variants: complete, narrow, in ASCII, and the same each time; they differ from each other.
  @Test(arguments: ExerciseKind.allCases)
  func everySeed(kind: ExerciseKind) throws {
    var sheets: Set<String> = []
    // FNV-1a of all sheets: it pins them, in any process.
    var checksum: UInt64 = 0xcbf2_9ce4_8422_2325
    for seed in 1...200 as ClosedRange<UInt64> {
      let exercise = try Exercise(kind, seed: seed)
      if seed % 10 == 0 { #expect(try Exercise(kind, seed: seed) == exercise, "seed \(seed)") }
      #expect(!exercise.terms.isEmpty && !exercise.tables.isEmpty && exercise.questions.count >= 4, "seed \(seed)")
      for table in exercise.tables {
        #expect(!table.rows.isEmpty && table.rows.allSatisfy { $0.count == table.columns.count }, "seed \(seed)")
      }
      for question in exercise.questions {
        #expect(!question.text.isEmpty && !question.answer.isEmpty, "seed \(seed)")
        #expect(!question.reasons.isEmpty && !question.reasons.contains(""), "seed \(seed): \(question.text)")
      }
      try Self.expectSolvable(exercise)
      let sheet = Self.text(exercise, answers: false)
      #expect(Self.text(exercise).hasPrefix(sheet + "\nSOLUTIONS\n"))
      #expect(Self.markdown(exercise).hasPrefix(Self.markdown(exercise, answers: false) + "\n## Solutions\n"))
      #expect(sheet.hasSuffix("\nAnswers: cr3scope exercise \(kind.rawValue) --seed \(seed) --answers\n"))
      for line in (Self.text(exercise) + Self.markdown(exercise)).split(separator: "\n") {
        #expect(line.utf8.count <= 79 && line.utf8.allSatisfy { 0x20...0x7e ~= $0 }, "seed \(seed): \(line)")
      }
      sheets.insert(sheet.split(separator: "\n").dropFirst(4).joined())
      for byte in Self.text(exercise).utf8 { checksum = (checksum ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
    #expect(sheets.count > 190)
    expectGolden(String(checksum, radix: 16) + "\n", "Sheets/\(kind.rawValue)-1-to-200.fnv1a")
  }

  /// Somebody who has nothing but the sheet finds the answers of the model.
  private static func expectSolvable(_ exercise: Exercise) throws {
    let found = try Student.answers(exercise)
    #expect(found.count == exercise.questions.count)
    for (answer, question) in zip(found, exercise.questions) {
      // Who lists places need not know the order of the code.
      let sorted = question.answer.split(separator: ", ").sorted().joined(separator: ", ")
      #expect(answer == question.answer || answer == sorted, "seed \(exercise.seed): \(question.text)")
    }
  }
}
