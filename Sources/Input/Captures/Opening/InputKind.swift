package import Bytes
package import Diagnostics
import ELF
import Scenarios

/// A kind of input, told by its content and never by its name.
package enum InputKind: Hashable, Sendable {
  /// An ELF core dump of a machine.
  case coreDump
  /// A step log.
  case stepLog
  /// A scenario in YAML.
  case scenario

  /// What is accepted, for messages.
  package static let accepted =
    "an ELF core dump (dump-guest-memory), a step log (CSV with step,rip,symbol,cpl,cr3) or a scenario (YAML)"

  /// Tells the kind; throws with the reason if it is none that is accepted.
  package static func detect(_ bytes: FileBytes) throws(ParseError) -> InputKind {
    try Compression.refuse(bytes)
    try ForeignDump.refuse(bytes)
    guard bytes.count > 0 else { throw ParseError(file: bytes.name, found: "is empty", expected: accepted) }
    if ELFHeader.isELF(bytes) {
      let kind = try ELFHeader(bytes).kind
      guard kind == .core else {
        throw ParseError(file: bytes.name, found: "is \(kind.name)", expected: accepted)
      }
      return .coreDump
    }
    switch Self.header(of: bytes) {
    case .stepLog: return .stepLog
    case .misspelled(let problem): throw problem
    case .other: break
    }
    guard ScenarioFile.isLikely(bytes) else {
      throw ParseError(
        file: bytes.name, found: "is of no known kind", expected: accepted + ForeignDump.hint(bytes))
    }
    return .scenario
  }

  /// The first line of a step log ends before this byte.
  private static let headerLimit = 1 << 16

  private enum Header {
    case stepLog
    /// The names are there but for case or blanks, or lines end in a way that is not read.
    case misspelled(ParseError)
    case other
  }

  /// Whether the first line names two or more of the columns that every step log has: enough to say what
  /// is wrong with the others.
  private static func header(of bytes: FileBytes) -> Header {
    // A scenario may begin with a comment about such columns.
    guard bytes.byte(at: 0) != UInt8(ascii: "#") else { return .other }
    // A file of holes has no end of a line for gigabytes.
    let limit = min(bytes.count, headerLimit)
    let end = (0..<limit).first { bytes.byte(at: $0) == 0x0a || bytes.byte(at: $0) == 0x0d }
    guard end != nil || bytes.count <= headerLimit else { return .other }
    return bytes.withBytes { span in
      let line = span.extracting(0..<(end ?? limit))
      var csv = CSVReader(file: bytes.name, line)
      guard (try? csv.readRow(line)) == true else { return .other }
      let fields = csv.fields.filter { $0.end - $0.start <= 64 }
      let names = fields.map { $0.text(line) }
      guard count(of: names.map(plain)) >= 2 else { return .other }
      if let end, span[end] == 0x0d, end + 1 == span.count || span[end + 1] != 0x0a {
        return .misspelled(
          csv.problem(at: end, "a line that ends with CR alone", expected: "LF or CR LF (tr '\\r' '\\n')", line))
      }
      guard let index = names.indices.first(where: { names[$0] != plain(names[$0]) }) else { return .stepLog }
      let name = plain(names[index])
      // Other columns may be called anything.
      guard StepLogReader.requiredColumns.contains(name) || count(of: names) < 2 else { return .stepLog }
      return .misspelled(
        csv.problem(
          at: fields[index].start, "a column \"\(names[index])\"",
          expected: "\"\(name)\": names of columns are in lower case, without blanks", line))
    }
  }

  /// How many of the columns that every log has are among `names`.
  private static func count(of names: [String]) -> Int {
    Set(names).intersection(StepLogReader.requiredColumns).count
  }

  /// A name in lower case, without the blanks around it.
  private static func plain(_ name: String) -> String {
    // Cleaning has put U+FFFD in the place of tabs.
    let blanks: Set<Character> = [" ", "\u{fffd}"]
    let tail = name.drop { blanks.contains($0) }
    return tail.lastIndex { !blanks.contains($0) }.map { tail[...$0].lowercased() } ?? ""
  }
}
