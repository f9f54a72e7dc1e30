/// A command that cannot be carried out; the description is what the user reads.
package struct CommandError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  package enum Problem: Hashable, Sendable {
    /// There is no command of this name; the nearest one, if any is near.
    case unknown(String, nearest: String?)
    /// A word that is none of the valid ones.
    case badWord(command: String, found: String, valid: [String])
    /// Something that is no number, address or percentage.
    case badValue(command: String, found: String, expected: String)
    /// The command needs a word after it.
    case missing(command: String, expected: String)
    /// There are words too many.
    case tooMany(command: String, found: String)
    /// A quotation mark without its fellow.
    case unclosed(command: String)
  }

  /// What is wrong.
  package let problem: Problem
  /// Where in the text, in bytes from its start.
  package let offset: Int

  /// Something wrong at a place.
  package init(_ problem: Problem, at offset: Int) {
    self.problem = problem
    self.offset = offset
  }

  package var description: String {
    switch problem {
    case .unknown(let name, let nearest):
      let hint = nearest.map { "; did you mean '\($0)'?" } ?? "; ? lists the commands"
      return "no command '\(name.count > 40 ? name.prefix(40) + "..." : name[...])'\(hint)"
    case .badWord(let command, let found, let valid):
      return "\(command): '\(found)' is none of \(valid.joined(separator: ", "))"
    case .badValue(let command, let found, let expected):
      return "\(command): '\(found)' is not \(expected)"
    case .missing(let command, let expected):
      return "\(command): \(expected) is missing"
    case .tooMany(let command, let found):
      return "\(command): '\(found)' is too much"
    case .unclosed(let command):
      return "\(command): the text has no closing \""
    }
  }
}
