/// Something that the explorer asks of the tool, since it touches nothing outside itself.
package enum Request: Equatable, Sendable {
  /// End the program.
  case quit
  /// Give the terminal back and stop until continued.
  case suspend
  /// Put a text on the clipboard.
  case copy(String)
  /// Show another input: the path of a file.
  case open(String)
  /// Play the tour in a file.
  case source(String)
  /// Write the screen to a file that is not there yet.
  case save(String)
  /// Draw every cell, whatever the terminal seems to show.
  case redraw
}
