/// A sheet of questions for students, and the solutions; a kind and a seed give the same one for ever.
package struct Exercise: Equatable, Sendable {
  /// One of the values that the generator has chosen, to be printed as an ARG line.
  package struct Parameter: Equatable, Sendable {
    /// What was chosen.
    package let name: String
    /// Its value.
    package let value: String
  }

  /// A word of the sheet.
  package struct Term: Equatable, Sendable {
    /// The word.
    package let word: String
    /// What it means, in one or two sentences.
    package let meaning: String
  }

  /// Something that is given, in rows.
  package struct Table: Equatable, Sendable {
    /// What the rows are.
    package let title: String
    /// The headings.
    package let columns: [String]
    /// The cells, as many in each row as there are headings.
    package let rows: [[String]]
  }

  /// A question with its solution.
  package struct Question: Equatable, Sendable {
    /// The question.
    package let text: String
    /// The short answer.
    package let answer: String
    /// Why it is so, step by step.
    package let reasons: [String]
  }

  /// What it is about.
  package let kind: ExerciseKind
  /// The seed that it was made from.
  package let seed: UInt64
  /// What the generator has chosen.
  package let parameters: [Parameter]
  /// What is to be done, in paragraphs.
  package let introduction: [String]
  /// The words that the sheet uses.
  package let terms: [Term]
  /// What is given.
  package let tables: [Table]
  /// The questions; they are numbered from 1.
  package let questions: [Question]

  /// Makes an exercise. Throws only if the model refuses what the generator made, which is a mistake of the latter.
  package init(_ kind: ExerciseKind, seed: UInt64) throws {
    let random = ExerciseRandom(seed: seed)
    let content =
      switch kind {
      case .translate: TranslateExercise(random).content
      case .faults: try FaultsExercise(random).content
      case .flips: try FlipsExercise(random).content()
      case .siblings: try SiblingsExercise(random).content()
      case .derive: try DeriveExercise(random).content()
      }
    self.kind = kind
    self.seed = seed
    parameters = content.parameters
    introduction = content.introduction
    terms = content.terms
    tables = content.tables
    questions = content.questions
  }

  /// The title of the sheet.
  package var title: String { kind.summary }

  /// The command that prints the sheet again, with the solutions.
  package var answersCommand: String { "cr3scope exercise \(kind.rawValue) --seed \(seed) --answers" }
}

extension Exercise {
  /// What a kind of exercise makes.
  struct Content {
    var parameters: [Parameter] = []
    var introduction: [String] = []
    var terms: [Term] = []
    var tables: [Table] = []
    var questions: [Question] = []
  }
}
