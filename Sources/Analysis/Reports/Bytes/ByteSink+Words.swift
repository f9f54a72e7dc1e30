extension ByteSink {
  /// Appends words up to column `width`, and further ones on lines that begin at `indent`, where this one is. The
  /// last line is ended too.
  mutating func append(words text: String, indent: Int, width: Int) {
    var column = indent
    for word in text.split(separator: " ") {
      let length = word.count
      if column > indent && column + 1 + length > width {
        endLine()
        pad(indent)
        column = indent
      }
      if column > indent {
        append(" ")
        column += 1
      }
      append(String(word))
      column += length
    }
    endLine()
  }
}
