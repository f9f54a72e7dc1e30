import Machine

extension StepNote {
  /// A note that begins like one that counts and is none, or that holds another one, which nobody would miss otherwise.
  struct Misspelling {
    /// What was found and what was expected.
    let words: String

    /// A note that counts.
    private struct Form {
      /// How it begins, in lower case and without blanks.
      let start: String
      /// What stands in every one, in lower case and without blanks.
      let whole: String
      /// What it is.
      let words: String
      /// Whether it goes on behind a blank.
      var goesOn = false
    }

    private static let forms = [
      Form(start: "delivery", whole: "deliveryvec", words: "\"delivery vec N\" with N from 0 to 255", goesOn: true),
      Form(start: "thisinsn", whole: "thisinsnfaults", words: "\"this insn faults\""),
      Form(start: "notexecuted", whole: "notexecutedhere", words: "\"not executed here\""),
      Form(start: "ac=", whole: "ac=1", words: "\"AC=1\""),
      Form(start: "lastrow", whole: "lastrow", words: "\"last row\""),
      Form(start: "cr3write", whole: "cr3writevalue", words: "\"cr3 write value 0xN\"", goesOn: true),
    ]

    /// The first one among the notes of a row; nil if there is none.
    init?(in text: String) {
      for part in text.split(separator: ";") {
        let shown = "the note \"\(part.drop { $0 == " " }.prefix(60))\""
        let compact = part.lowercased().filter { !$0.isWhitespace }
        let form = Self.forms.first { compact.hasPrefix($0.start) }
        if let form, !Self.isRead(part, form, compact) {
          words = "\(shown) is not understood; expected \(form.words)"
          return
        }
        if let other = Self.forms.first(where: { compact.dropFirst().contains($0.whole) }) {
          words = "\(shown) holds another one, which does not count; expected \"; \" before \(other.words)"
          return
        }
      }
      return nil
    }

    /// Whether a note is one that counts, with nothing behind it but what explains it.
    private static func isRead(_ part: Substring, _ form: Form, _ compact: String) -> Bool {
      let note = StepNote(parsing: String(part))
      guard !note.flags.isEmpty || note.writtenCR3 != nil else { return false }
      if note.flags.contains(.delivery) && note.vector == nil { return false }
      let rest = compact.dropFirst(form.whole.count)
      return form.goesOn || rest.isEmpty || rest.hasPrefix(":") || rest.hasPrefix("(")
    }
  }
}
