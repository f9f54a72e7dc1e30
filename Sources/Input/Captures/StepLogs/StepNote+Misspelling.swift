import Recordings

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
      for part in text.utf8.split(separator: UInt8(ascii: ";")) {
        let compact = Self.compact(part)
        let form = Self.forms.first { compact.starts(with: $0.start.utf8) }
        if let form, !Self.isRead(Substring(part), form, compact) {
          words = "\(Self.shown(part)) is not understood; expected \(form.words)"
          return
        }
        if let other = Self.forms.first(where: { Self.holds(compact.dropFirst(), Array($0.whole.utf8)) }) {
          words = "\(Self.shown(part)) holds another one, which does not count; expected \"; \" before \(other.words)"
          return
        }
      }
      return nil
    }

    private static func shown(_ part: Substring.UTF8View) -> String {
      "the note \"\(Substring(part).drop { $0 == " " }.prefix(60))\""
    }

    /// In lower case and without blanks, as far as that is ASCII; U+00A0 is a blank too.
    private static func compact(_ part: Substring.UTF8View) -> [UInt8] {
      var bytes: [UInt8] = []
      for byte in part {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): bytes.append(byte | 0x20)
        case 0x09...0x0d, 0x20: break
        case 0xa0 where bytes.last == 0xc2: bytes.removeLast()
        default: bytes.append(byte)
        }
      }
      return bytes
    }

    private static func holds(_ bytes: ArraySlice<UInt8>, _ whole: [UInt8]) -> Bool {
      guard let first = whole.first else { return true }
      return bytes.indices.contains { bytes[$0] == first && bytes[$0...].starts(with: whole) }
    }

    /// Whether a note is one that counts, with nothing behind it but what explains it.
    private static func isRead(_ part: Substring, _ form: Form, _ compact: [UInt8]) -> Bool {
      let note = StepNote(parsing: String(part))
      guard !note.flags.isEmpty || note.writtenCR3 != nil else { return false }
      if note.flags.contains(.delivery) && note.vector == nil { return false }
      let rest = compact.dropFirst(form.whole.utf8.count)
      return form.goesOn || rest.isEmpty || [UInt8(ascii: ":"), UInt8(ascii: "(")].contains(rest.first)
    }
  }
}
