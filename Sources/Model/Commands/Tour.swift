/// Commands in the order in which they are carried out, with what a reader is told meanwhile.
package struct Tour: Hashable, Sendable {
  /// One command, and where it stands.
  package struct Line: Hashable, Sendable {
    /// What is done.
    package let command: Command
    /// The name of the file that it stands in, to show.
    package let file: String
    /// Its line in the file, from 1.
    package let line: Int
    /// The column of the command in its line, in bytes from 1.
    package let column: Int
    /// The file that the command names, from the folder of its own file on; nil if it names none.
    package let path: String?
    /// The comments directly above it: what only the presenter reads.
    package let notes: [String]

    /// A command at its place.
    package init(
      _ command: Command, file: String, line: Int, column: Int = 1, path: String? = nil, notes: [String] = []
    ) {
      self.command = command
      self.file = file
      self.line = line
      self.column = column
      self.path = path
      self.notes = notes
    }

    /// "08-two-spaces.tour:12".
    package var place: String { "\(file):\(line)" }
  }

  /// The first comment of the file, or the name of the file.
  package let title: String
  /// The comments behind the title, before the first command or empty line.
  package let about: String
  /// The commands, those of included tours too.
  package let lines: [Line]

  /// A tour of some commands.
  package init(title: String, about: String = "", lines: [Line]) {
    self.title = title
    self.about = about
    self.lines = lines
  }
}
