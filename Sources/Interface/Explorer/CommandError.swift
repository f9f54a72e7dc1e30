/// A command that cannot be carried out; the description is what the user reads.
package enum CommandError: Error, Equatable, Sendable, CustomStringConvertible {
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

  package var description: String {
    switch self {
    case .unknown(let name, let nearest):
      let hint = nearest.map { "; did you mean '\($0)'?" } ?? "; ? lists the commands"
      return "no command '\(name)'\(hint)"
    case .badWord(let command, let found, let valid):
      return "\(command): '\(found)' is none of \(valid.joined(separator: ", "))"
    case .badValue(let command, let found, let expected):
      return "\(command): '\(found)' is not \(expected)"
    case .missing(let command, let expected):
      return "\(command): \(expected) is missing"
    case .tooMany(let command, let found):
      return "\(command): '\(found)' is too much"
    }
  }
}
