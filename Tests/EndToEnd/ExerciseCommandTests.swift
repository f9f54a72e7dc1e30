import Testing
import TestSupport

/// exercise as a user runs it.
@Suite struct ExerciseCommandTests {
  @Test func kinds() throws {
    let result = try Program.run("exercise")
    #expect(result.status == 0 && result.complaints.isEmpty)
    #expect(
      result.output == """
        translate  Translate addresses by hand
        faults     Find the accesses that fault
        flips      Count the flips under each design
        siblings   Find the kernel entries at which a sibling is held
        derive     Derive the flip points from a protection scope

        """)
  }

  /// The sheet ends with the command that prints it again, with the solutions behind it.
  @Test(arguments: ["translate", "faults", "flips", "siblings", "derive"])
  func answersFollowTheSheet(kind: String) throws {
    let sheet = try Program.run("exercise", kind, "--seed", "7")
    #expect(sheet.status == 0 && sheet.complaints.isEmpty)
    let command = "cr3scope exercise \(kind) --seed 7 --answers"
    #expect(sheet.output.hasSuffix("\nAnswers: \(command)\n"))
    let solved = try Program.shell("\"$P\" " + command.dropFirst("cr3scope ".count))
    #expect(solved.status == 0 && solved.output.hasPrefix(sheet.output + "\nSOLUTIONS\n 1. "))
    #expect(try Program.run("exercise", kind, "--seed", "0x7").output == sheet.output)
    let markdown = try Program.run("exercise", kind, "--format", "markdown")
    #expect(markdown.status == 0 && markdown.output.contains("\nExercise \(kind), seed 1.\n"))
  }

  @Test func largestSeed() throws {
    let result = try Program.run("exercise", "flips", "--seed", "18446744073709551615")
    #expect(result.status == 0 && result.output.hasPrefix("EXERCISE flips, seed 18446744073709551615\n"))
  }

  @Test(arguments: [
    ("sums", "there is no exercise 'sums'; expected one of translate, faults, flips, siblings, derive"),
    (
      "flips --seed x",
      "--seed 'x' is not a number; expected 0 to 18446744073709551615, or as much in hexadecimal after 0x"
    ),
    (
      "flips --seed 18446744073709551616",
      "--seed '18446744073709551616' is not a number; expected 0 to 18446744073709551615, or as much in hexadecimal "
        + "after 0x"
    ),
  ])
  func refusals(arguments: String, message: String) throws {
    let result = try Program.shell("\"$P\" exercise \(arguments)")
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.complaints == "cr3scope: \(message)\n")
  }
}
