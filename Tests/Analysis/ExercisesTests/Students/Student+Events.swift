import Exercises
import Testing

extension Student {
  /// What the sheet says of an entry.
  private struct Entry {
    let isSyscall: Bool
    let isPrivate: Bool
  }

  private static func entries(_ exercise: Exercise) -> [Substring: Entry] {
    Dictionary(
      exercise.tables[1].rows.map { ($0[0][...], Entry(isSyscall: $0[1] == "syscall", isPrivate: $0[2] != "nothing")) },
      uniquingKeysWith: { first, _ in first })
  }

  /// How often CR3 is switched: the totals of the rules that the sheet states, event by event.
  static func flips(_ exercise: Exercise) throws -> [String] {
    let entries = entries(exercise)
    var totals = ["nopti": 0, "pti": 0, "asi3": 0, "gasi": 0, "unified": 0]
    for row in exercise.tables[0].rows {
      if row[1].contains("scheduler") {
        totals.merge(["nopti": 1, "pti": 3, "asi3": 3, "gasi": 3, "unified": 3]) { $0 + $1 }
        continue
      }
      let entry = try #require(entries[row[1].prefix { $0 != ";" }])
      // "...; when its function has just begun, timer comes"
      let inner = row[1].contains(";") ? row[1].split(separator: " ").dropLast().last : nil
      let isPrivate = try entry.isPrivate || inner.map { try #require(entries[$0]).isPrivate } ?? false
      totals.merge(
        ["pti": 2, "asi3": entry.isSyscall ? 4 : 2, "gasi": isPrivate ? 2 : 0, "unified": isPrivate ? 2 : 0]
      ) { $0 + $1 }
    }
    return try exercise.questions.map { question in
      "\(try #require(totals[String(question.text.prefix { $0 != ":" })]))"
    }
  }

  /// At which events the sibling is held.
  static func siblings(_ exercise: Exercise) throws -> [String] {
    let entries = entries(exercise)
    let runs =
      try parameter("cpu1", exercise).hasSuffix("cookie 1") || (try parameter("core scheduling", exercise)) == "off"
    let rows = exercise.tables[0].rows
    func list(_ rows: [[String]]) -> String {
      runs && !rows.isEmpty ? rows.map { $0[0] }.joined(separator: ", ") : "none"
    }
    let needy = try rows.filter { try #require(entries[$0[1][...]]).isPrivate }
    return [runs ? "yes" : "no", "none", list(rows), list(needy)]
  }
}
