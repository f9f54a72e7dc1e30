package import Reports

extension Exercise {
  /// Writes the sheet as markdown, and the solutions behind it.
  package func writeMarkdown(answers: Bool, to sink: inout ByteSink) {
    sink.append("# \(Self.escaped(title))\n\nExercise \(kind.rawValue), seed \(seed).\n\n```\n")
    sink.append("ARG kind \(kind.rawValue)\nARG seed \(seed)\n")
    for parameter in parameters { sink.append("ARG \(parameter.name) \(parameter.value)\n") }
    sink.append("```\n")
    for paragraph in introduction {
      sink.endLine()
      sink.append(words: Self.escaped(paragraph), indent: 0, width: Self.width)
    }
    sink.append("\n## Words\n\n")
    for term in terms {
      sink.append("* ")
      sink.append(
        words: "**\(Self.escaped(term.word))**: \(Self.escaped(term.meaning))", indent: 2, width: Self.width)
    }
    for table in tables { writeMarkdown(table, to: &sink) }
    sink.append("\n## Questions\n\n")
    for (number, question) in questions.enumerated() {
      sink.append(Self.item(number))
      sink.append(words: Self.escaped(question.text), indent: 4, width: Self.width)
    }
    sink.append("\nAnswers: `\(answersCommand)`\n")
    if answers { writeMarkdownAnswers(to: &sink) }
  }

  private func writeMarkdown(_ table: Table, to sink: inout ByteSink) {
    sink.append("\n## \(Self.escaped(table.title))\n\n")
    let rule = table.columns.map { _ in "---" }
    for (number, row) in ([table.columns, rule] + table.rows).enumerated() {
      sink.append("| \((number == 1 ? row : row.map(Self.escaped)).joined(separator: " | ")) |\n")
    }
  }

  private func writeMarkdownAnswers(to sink: inout ByteSink) {
    sink.append("\n## Solutions\n\n")
    for (number, question) in questions.enumerated() {
      sink.append(Self.item(number))
      sink.append(words: "**\(Self.escaped(question.answer))**", indent: 4, width: Self.width)
      for reason in question.reasons {
        sink.append("    * ")
        sink.append(words: Self.escaped(reason), indent: 6, width: Self.width)
      }
    }
  }

  /// "1.  ", as wide as the lines below it are indented.
  private static func item(_ index: Int) -> String { index < 9 ? "\(index + 1).  " : "\(index + 1). " }

  /// A text in which nothing ends a cell or marks anything up.
  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if "\\|*_`<[".contains(character) { result.append("\\") }
      result.append(character)
    }
  }
}
