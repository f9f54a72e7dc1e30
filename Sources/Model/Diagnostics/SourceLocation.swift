/// A place in an input file.
package enum SourceLocation: Hashable, Sendable {
  /// The file as a whole.
  case file
  /// The file as a whole, as the subject of the sentence: no colon follows its name.
  case subject
  /// A byte of a binary file, counted from 0.
  case byte(UInt64)
  /// A line and a column of a text file, both counted from 1; the column counts bytes.
  case line(Int, column: Int)
}
