/// Texts that Markdown is to show as they are (CommonMark 0.31.2).
enum Markdown {
  /// One line of words in which nothing formats (sections 2.4, 4 and 6, and GitHub's strikethrough and formulas).
  static func escaped(_ line: String) -> String {
    let letters = Array(line)
    var result = ""
    for (index, letter) in letters.enumerated() {
      let before = index > 0 ? letters[index - 1] : " "
      let after = index + 1 < letters.count ? letters[index + 1] : " "
      if formats(letter, before, after) || index == startMarker(letters) { result.append("\\") }
      result.append(letter)
    }
    return result
  }

  /// A span of code (section 6.1): its fence is longer than any run of backticks in it, and blanks that are taken away
  /// again part the two.
  static func code(_ text: String) -> String {
    let longest = longestRunOfBackticks(text)
    let fence = String(repeating: "`", count: longest + 1)
    let space = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
    return fence + space + text + space + fence
  }

  /// The length of the longest run of backticks, 0 if there is none.
  static func longestRunOfBackticks(_ text: String) -> Int {
    text.split { $0 != "`" }.map(\.count).max() ?? 0
  }

  /// Whether a letter means something between these two.
  private static func formats(_ letter: Character, _ before: Character, _ after: Character) -> Bool {
    switch letter {
    case "\\", "`", "*", "[", "<", "~", "$": true
    // Within a word, as in swapgs_restore, it is only a letter (section 6.2).
    case "_": !(isWord(before) && isWord(after))
    case "&": isWord(after) || after == "#"
    // At the start a heading, at the end what closes one (section 4.2).
    case "#": before == " "
    default: false
    }
  }

  /// Where the mark is, if any, that makes a quote or an item of a list of a line (sections 5.1 and 5.2).
  private static func startMarker(_ letters: [Character]) -> Int? {
    guard let first = letters.first else { return nil }
    if "+->".contains(first) { return 0 }
    let digits = letters.prefix { $0.isASCII && $0.isNumber }.count
    return digits > 0 && digits < letters.count && ".)".contains(letters[digits]) ? digits : nil
  }

  private static func isWord(_ letter: Character) -> Bool {
    letter.isLetter || letter.isNumber
  }
}
