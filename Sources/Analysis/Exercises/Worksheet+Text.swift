package import Reports

extension Exercise {
  /// The number of columns of a sheet.
  static let width = 79

  /// Writes the sheet as text of at most 79 columns, and the solutions behind it.
  package func writeText(answers: Bool, to sink: inout ByteSink) {
    sink.append("EXERCISE \(kind.rawValue), seed \(seed)\n\(title)\n\n")
    sink.append("ARG kind \(kind.rawValue)\nARG seed \(seed)\n")
    for parameter in parameters { sink.append("ARG \(parameter.name) \(parameter.value)\n") }
    for paragraph in introduction {
      sink.endLine()
      sink.append(words: paragraph, indent: 0, width: Self.width)
    }
    sink.append("\nWORDS\n")
    for term in terms {
      sink.append("  ")
      sink.append(words: "\(term.word): \(term.meaning)", first: 2, indent: 4, width: Self.width)
    }
    for table in tables { write(table, to: &sink) }
    sink.append("\nQUESTIONS\n")
    for (number, question) in questions.enumerated() {
      sink.append(Self.number(number))
      sink.append(words: question.text, indent: 4, width: Self.width)
    }
    sink.append("\nAnswers: \(answersCommand)\n")
    if answers { writeAnswers(to: &sink) }
  }

  /// Columns as wide as their longest cell, two spaces from each other.
  private func write(_ table: Table, to sink: inout ByteSink) {
    sink.append("\n\(table.title.uppercased())\n")
    let lines = [table.columns] + table.rows
    let widths = table.columns.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    for line in lines {
      for (column, cell) in line.enumerated() {
        sink.append("  ")
        sink.append(cell, width: column + 1 == line.count ? 0 : widths[column])
      }
      sink.endLine()
    }
  }

  private func writeAnswers(to sink: inout ByteSink) {
    sink.append("\nSOLUTIONS\n")
    for (number, question) in questions.enumerated() {
      sink.append(Self.number(number))
      sink.append(words: question.answer, indent: 4, width: Self.width)
      for reason in question.reasons {
        sink.pad(6)
        sink.append(words: reason, first: 6, indent: 8, width: Self.width)
      }
    }
  }

  /// " 1. ", in four columns.
  private static func number(_ index: Int) -> String { (index < 9 ? " " : "") + "\(index + 1). " }
}
