package import Bytes
package import Commands
package import Diagnostics

/// Reads tours: one command a line, with those of other tours in the place of `source`.
///
/// Every message has the file, the line and the column. Neither what is included nor its number is without bound.
package struct TourReader {
  /// The most bytes of a file.
  package static let sizeLimit = 1 << 24
  /// The most commands, those that are included counted as often as they are.
  package static let commandLimit = 1_000_000
  /// How deep tours include tours.
  package static let depthLimit = 32

  private let files: TourFiles
  private var lines: [Tour.Line] = []
  /// The paths of the tours that are being read, the outermost first.
  private var open: [String] = []
  /// What is known already of tours that were included, by path.
  private var included: [String: [Tour.Line]] = [:]

  private init(_ files: TourFiles) {
    self.files = files
  }

  /// Reads the tour in `bytes`, which stands at `path`, and those that it includes. Throws at the first place that is
  /// wrong: a command that cannot be read, a file that is not there, a tour that includes itself.
  package static func read(_ bytes: FileBytes, path: String, files: TourFiles) throws(ParseError) -> Tour {
    var reader = TourReader(files)
    let heading = try reader.read(bytes, path: TourPath.normal(path))
    guard !reader.lines.isEmpty else {
      throw ParseError(file: bytes.name, found: "holds no commands", expected: "a tour: one command a line")
    }
    return Tour(
      title: heading.first ?? bytes.name, about: heading.dropFirst().joined(separator: " "), lines: reader.lines)
  }

  /// Adds the commands of a file; gives the comments that it begins with.
  private mutating func read(_ bytes: FileBytes, path: String) throws(ParseError) -> [String] {
    guard bytes.count <= Self.sizeLimit else {
      throw ParseError(file: bytes.name, found: "is longer than \(Self.sizeLimit) bytes", expected: "a tour")
    }
    try Compression.refuse(bytes)
    open.append(path)
    defer { open.removeLast() }
    var text = TourText(bytes)
    var heading: [String]?
    var notes: [String] = []
    while let line = text.line() {
      if let number = text.longLine {
        throw ParseError(
          file: bytes.name, at: .line(number, column: 1), found: "a line of more than \(TourText.lengthLimit) bytes",
          expected: "at most that, with the lines that a backslash joins to it")
      }
      if line.isBlank {
        if let comment = line.comment { notes.append(comment) }
        // The first comments say what the tour is; an empty line ends notes, too.
        if line.comment == nil {
          if heading == nil && !notes.isEmpty { heading = notes }
          notes = []
        }
        continue
      }
      if let comment = line.comment { notes.append(comment) }
      if heading == nil {
        heading = notes
        notes = []
      }
      try add(line, notes: notes, from: bytes, at: path)
      notes = []
    }
    return heading ?? notes
  }

  private mutating func add(
    _ line: TourText.Line, notes: [String], from bytes: FileBytes, at path: String
  ) throws(ParseError) {
    let start = line.text.utf8.prefix { $0 == UInt8(ascii: " ") }.count
    func error(_ found: String, _ expected: String = "", at offset: Int) -> ParseError {
      let place = line.place(of: offset)
      return ParseError(
        file: bytes.name, at: .line(place.line, column: place.column), found: found, expected: expected,
        line: TourText.line(place.line, of: bytes))
    }
    let command: Command
    do throws(CommandError) {
      command = try Command(parsing: line.text)
    } catch let problem {
      throw error("\(problem)", at: problem.offset)
    }
    let place = line.place(of: start)
    let named = command.namedFile.map { TourPath.resolve($0, from: path) }
    if let name = command.namedFile, let named {
      let offset = max(line.text.utf8.count - name.utf8.count, start)
      if let problem = problem(with: command, named) { throw error(problem.found, problem.expected, at: offset) }
    }
    var more = [Tour.Line(command, file: bytes.name, line: place.line, column: place.column, path: named, notes: notes)]
    if case .source = command, let named {
      do throws(ParseError) {
        more = try include(named)
      } catch let inner {
        // What is wrong inside has a place of its own; that there is no such file is told of the line that names it.
        if case .line = inner.location { throw inner }
        throw error("source: \(inner)", at: start)
      }
    }
    guard lines.count + more.count <= Self.commandLimit else {
      throw error("the tour has more than \(Self.commandLimit) commands", at: start)
    }
    lines += more
  }

  /// The commands of another tour, which is read once.
  private mutating func include(_ path: String) throws(ParseError) -> [Tour.Line] {
    if let known = included[path] { return known }
    let outer = lines
    lines = []
    defer { lines = outer }
    _ = try read(try files.read(path), path: path)
    included[path] = lines
    return lines
  }

  /// What is wrong with the file that a command names; nil if nothing is.
  private func problem(with command: Command, _ path: String) -> (found: String, expected: String)? {
    switch command {
    case .open(let name):
      return missing(name, path, "open")
    case .source(let name):
      if open.contains(path) {
        return ("source: '\(name)' is being read already", "no tour that includes itself")
      }
      if open.count >= Self.depthLimit { return ("source: tours are included \(open.count) deep", "at most that") }
      return missing(name, path, "source")
    case .screen(let name):
      return TourPath.staysInside(name)
        ? nil : ("screen: '\(name)' may lead out of its folder", "a path below it, without '..'")
    default: return nil
    }
  }
}

extension TourReader {
  private func missing(_ name: String, _ path: String, _ command: String) -> (found: String, expected: String)? {
    switch files.find(path) {
    case .file: nil
    case .other: ("\(command): '\(name)' is no regular file", "one, which can be read without waiting")
    case .nothing: ("\(command): no such file '\(name)'", "a path from the tour's folder on")
    }
  }
}

extension Command {
  /// The file that the command names; nil if it names none.
  fileprivate var namedFile: String? {
    switch self {
    case .open(let file), .source(let file), .screen(let file): file
    default: nil
    }
  }
}
