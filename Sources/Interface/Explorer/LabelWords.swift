import Isolation

/// What the labels of leaks stand for, in words.
enum LabelWords {
  /// "private kernel data" for "PK"; nil for a label of a recording, which is in words already.
  static func words(_ label: String) -> String? {
    switch label {
    case "ENT": return "entry code and data"
    case "TXT": return "kernel text"
    case "XG": return "exposed kernel data"
    case "PK": return "private kernel data"
    default:
      if label.hasPrefix("XL") { return "kernel data of process \(label.dropFirst(2))" }
      return label.hasPrefix("U") && label.count > 1 ? "memory of process \(label.dropFirst())" : nil
    }
  }

  /// "PK (private kernel data), UB (memory of process B)"; codes alone for all but the first few.
  static func list(_ labels: [String], explained: Int = 2) -> String {
    labels.enumerated().map { position, label in
      guard position < explained, let words = words(label) else { return label }
      return "\(label) (\(words))"
    }.joined(separator: ", ")
  }
}

extension ProtectionScope {
  /// "user, Meltdown + MDS": who attacks, and by which flaws.
  var attackerWords: String {
    let flaws = Vulnerability.allCases.filter(vulnerabilities.contains).map(\.title)
    return flaws.isEmpty ? "none" : "\(adversary.rawValue), \(flaws.joined(separator: " + "))"
  }
}
