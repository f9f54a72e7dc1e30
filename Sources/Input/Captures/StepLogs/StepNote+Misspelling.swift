import Machine

extension StepNote {
  /// A note that begins like one that counts and is none, which nobody would miss otherwise.
  struct Misspelling {
    /// What was found and what was expected.
    let words: String

    /// How the notes that count begin, in lower case, and what they are.
    private static let forms = [
      ("delivery", "\"delivery vec N\" with N from 0 to 255"), ("this insn", "\"this insn faults\""),
      ("not executed", "\"not executed here\""), ("ac=", "\"AC=1\""), ("last row", "\"last row\""),
      ("cr3 write", "\"cr3 write value 0xN\""),
    ]

    /// The first one among the notes of a row; nil if there is none.
    init?(in text: String) {
      for part in text.split(separator: ";") {
        let part = part.drop { $0 == " " }
        let start = part.prefix(12).lowercased()
        guard let form = Self.forms.first(where: { start.hasPrefix($0.0) }) else { continue }
        let note = StepNote(parsing: String(part))
        let isRead = !note.flags.isEmpty || note.writtenCR3 != nil
        guard !isRead || part.hasPrefix("delivery vec") && note.vector == nil else { continue }
        words = "the note \"\(part.prefix(60))\" is not understood; expected \(form.1)"
        return
      }
      return nil
    }
  }
}
