import Exercises
import Testing

extension Student {
  /// The table of semantics.md 3.1, from the printed rights.
  static func faults(_ exercise: Exercise) throws -> [String] {
    let table = exercise.tables[0]
    return try exercise.questions.map { question in
      let words = question.text.split(separator: " ")
      let verb = words[4]
      let address = try hexadecimal(try #require(words.first { $0.hasPrefix("0x") }))
      let row = try #require(
        try table.rows.first { try hexadecimal($0[1]) <= address && address <= (try hexadecimal($0[2])) })
      let rights = row[try #require(table.columns.firstIndex(of: String(words[1].dropLast())))]
      let isUser = words[3] == "3"
      var code = (verb == "writes" ? 2 : 0) + (isUser ? 4 : 0) + (verb == "fetches" ? 16 : 0)
      let isDenied: Bool
      if rights == "." {
        isDenied = true
      } else {
        code += 1
        let letter: Character = verb == "writes" ? "w" : verb == "reads" ? "r" : "x"
        let guardWord = verb == "fetches" ? "SMEP=1" : "SMAP=1"
        let isGuarded = !isUser && row[3] == "user" && question.text.contains(guardWord)
        isDenied = !rights.contains(letter) || isUser && row[3] == "kernel" || isGuarded
      }
      return isDenied ? "#PF 0x\(String(code, radix: 16)) (\(meaning(code, verb)))" : "done"
    }
  }
}
