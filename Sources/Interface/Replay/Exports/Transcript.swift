package import Canvas

/// What a tour shows, stop by stop: what exports are made of.
package enum Transcript {
  /// What is said once, before the first stop.
  package struct Header: Equatable, Sendable {
    /// The tour's title, one line.
    package var title: String
    /// The screen's size.
    package var size: Size
    /// How many stops follow; nil if only one of them is exported.
    package var stopCount: Int?

    /// Describes a transcript.
    package init(title: String, size: Size, stopCount: Int?) {
      self.title = title
      self.size = size
      self.stopCount = stopCount
    }
  }

  /// One value of the model at a stop, such as cpl 0, under the name that `expect` has for it.
  package struct Fact: Equatable, Sendable {
    /// The name: "step", "cpl", "leaks".
    package let name: String
    /// The value as `expect` writes it.
    package let value: String
    /// Whether the value is a decimal number.
    package let isNumber: Bool

    /// A value under its name.
    package init(_ name: String, _ value: String, isNumber: Bool = false) {
      self.name = name
      self.value = value
      self.isNumber = isNumber
    }
  }

  /// A moment at which a tour waits for its reader.
  package struct Stop: Equatable, Sendable {
    /// What is waited for.
    package enum Kind: String, Sendable {
      /// That the narration is read.
      case narration
      /// A prediction.
      case question
      /// That the answer to a prediction is read.
      case answer
      /// Nothing but time.
      case pause
      /// Nothing: the tour ends here.
      case end
    }

    /// Counted from 1.
    package var number: Int
    /// What is waited for.
    package var kind: Kind
    /// The name that the tour gave to this moment; nil for none.
    package var mark: String?
    /// The file and line of the command that stops: "08-two-spaces.tour:12".
    package var place: String
    /// What is said; of a question the question, of an answer the right one with its reason; empty for none.
    package var narration: String
    /// The right answer of a question, or nil: exports that are read before the reader has thought hide it.
    package var answer: String?
    /// The commands that ran since the stop before, as the prompt takes them.
    package var commands: [String]
    /// What is true of the model now; empty before anything is opened.
    package var facts: [Fact]
    /// For how many seconds a recording shows it.
    package var seconds: Double
    /// The whole screen, narration included.
    package var screen: Grid

    /// Describes a stop without narration, commands or facts.
    package init(number: Int, kind: Kind, place: String, seconds: Double, screen: Grid) {
      self.number = number
      self.kind = kind
      self.place = place
      self.seconds = seconds
      self.screen = screen
      narration = ""
      commands = []
      facts = []
    }
  }
}
