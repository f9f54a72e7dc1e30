extension ByteSink {
  /// Appends words up to column `width`, and further ones on lines that begin at `indent`; this line is at column
  /// `first`, or where the others begin. The last line is ended too.
  package mutating func append(words text: String, first: Int? = nil, indent: Int, width: Int) {
    var column = first ?? indent
    var isFirst = true
    for word in text.split(separator: " ") {
      let length = word.count
      if !isFirst && column + 1 + length > width {
        endLine()
        pad(indent)
        column = indent
        isFirst = true
      }
      if !isFirst {
        append(" ")
        column += 1
      }
      isFirst = false
      append(String(word))
      column += length
    }
    endLine()
  }
}
