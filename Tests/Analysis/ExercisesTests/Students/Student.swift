import Exercises
import Testing

/// Solves sheets by hand: from what is printed alone, by the rules that the sheet states, without the model.
enum Student {
  /// The short answers to the questions of an exercise.
  static func answers(_ exercise: Exercise) throws -> [String] {
    switch exercise.kind {
    case .translate: try translate(exercise)
    case .faults: try faults(exercise)
    case .flips: try flips(exercise)
    case .siblings: try siblings(exercise)
    case .derive: try derive(exercise)
    }
  }

  /// A number in hexadecimal with 0x; what is behind it in its word, such as a full stop, is left out.
  static func hexadecimal(_ text: some StringProtocol) throws -> UInt64 {
    let digits = text.dropFirst(2).prefix { $0.isHexDigit }
    return try #require(UInt64(digits, radix: 16), "\(text)")
  }

  /// The value of a parameter.
  static func parameter(_ name: String, _ exercise: Exercise) throws -> String {
    try #require(exercise.parameters.first { $0.name == name }).value
  }

  /// The error code in words, by the bits that the sheet explains.
  static func meaning(_ code: Int, _ verb: Substring) -> String {
    let kind = verb == "writes" ? "write" : verb == "reads" ? "read" : "fetch"
    return "\(code & 1 == 0 ? "not present" : "protection"), \(code & 4 == 0 ? "supervisor" : "user"), \(kind)"
  }
}
