import Isolation

// The commands that change how a scenario runs.

extension Command {
  /// "KEY VALUE", such as "pcid off".
  static func setting(_ text: String) throws(CommandError) -> Command {
    let words = text.split(separator: " ").map(String.init)
    let names = Settings.keys.map(\.name)
    guard let name = words.first else {
      throw .missing(command: "set", expected: "one of \(names.joined(separator: ", "))")
    }
    guard let key = Settings.key(name) else { throw .badWord(command: "set", found: name, valid: names) }
    guard words.count > 1 else {
      throw .missing(command: "set \(name)", expected: key.values.joined(separator: " or "))
    }
    guard key.values.contains(words[1]) else {
      throw .badWord(command: "set \(name)", found: words[1], valid: key.values)
    }
    guard words.count == 2 else { throw .tooMany(command: "set", found: words[2]) }
    return .set(key: name, value: words[1])
  }

  /// One design or two.
  static func comparison(_ text: String) throws(CommandError) -> Command {
    let words = text.split(separator: " ").map(String.init)
    var designs: [Design] = []
    for word in words {
      guard let design = Design(rawValue: word) else {
        throw .badWord(command: "compare", found: word, valid: Design.allCases.map(\.rawValue))
      }
      designs.append(design)
    }
    switch designs.count {
    case 0: return .compareNext
    case 1: return .compare(nil, with: designs[0])
    case 2 where designs[0] != designs[1]: return .compare(designs[0], with: designs[1])
    case 2: throw .badValue(command: "compare", found: text, expected: "two designs that differ")
    default: throw .tooMany(command: "compare", found: words[2])
    }
  }

  /// "irq", "nmi" or "fault", and which one.
  static func injection(_ text: String) throws(CommandError) -> Command {
    let words = text.split(separator: " ").map(String.init)
    let names = Injected.allCases.map(\.rawValue)
    guard let word = words.first else {
      throw .missing(command: "inject", expected: "one of \(names.joined(separator: ", "))")
    }
    guard let kind = Injected(rawValue: word) else { throw .badWord(command: "inject", found: word, valid: names) }
    guard words.count <= 2 else { throw .tooMany(command: "inject", found: words[2]) }
    return .inject(kind, words.count > 1 ? words[1] : nil)
  }

  /// An address or a name, which may hold blanks, and the CPL if it is not 3.
  static func probe(_ text: String) throws(CommandError) -> Command {
    var words = text.split(separator: " ").map(String.init)
    var cpl = 3
    if words.count > 1, let last = words.last, last == "0" || last == "3" {
      cpl = last == "0" ? 0 : 3
      words.removeLast()
    }
    guard !words.isEmpty else { throw .missing(command: "probe", expected: "an address or a name") }
    return .probe(words.joined(separator: " "), cpl: cpl)
  }
}
