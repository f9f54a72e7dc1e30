extension Command {
  /// The names of all commands, in alphabetical order.
  package static let names = CommandSyntax.all.map(\.name)

  /// Reads a command as it is typed after ':'; a number or a percentage alone is a `goto`.
  package init(parsing text: String) throws(CommandError) {
    let body = text[...].withoutBlanks
    let name = body.firstWord
    let rest = body[name.endIndex...]
    if let place = Place(name), rest.withoutBlanks.isEmpty {
      self = .goto(place)
      return
    }
    guard let syntax = CommandSyntax.named(name) else {
      let offset = text.utf8.distance(from: text.startIndex, to: name.startIndex)
      throw CommandError(.unknown(String(name), nearest: Self.nearest(to: String(name))), at: offset)
    }
    var arguments = CommandArguments(rest, of: syntax.name, in: text)
    self = try syntax.read(&arguments)
    try arguments.end()
  }

  /// The command that differs from `name` in the fewest letters, if these are at most two, or one of three.
  private static func nearest(to name: String) -> String? {
    let letters = Array(name)
    let limit = letters.count > 3 ? 2 : 1
    guard letters.count <= 16 else { return nil }
    // Names that are much longer or shorter differ in more letters than the limit.
    let alike = names.filter { abs($0.count - letters.count) <= limit }
    return alike.map { ($0, distance(Array($0), letters)) }.filter { $0.1 <= limit }.min { $0.1 < $1.1 }?.0
  }

  /// Levenshtein's distance: insertions, deletions and replacements of letters.
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (x == y ? 0 : 1))
        diagonal = above
      }
    }
    return row[b.count]
  }
}
