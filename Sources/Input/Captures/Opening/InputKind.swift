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
    guard bytes.count > 0 else { throw ParseError(file: bytes.name, found: "is empty", expected: accepted) }
    if ELFHeader.isELF(bytes) {
      let kind = try ELFHeader(bytes).kind
      guard kind == .core else {
        throw ParseError(file: bytes.name, found: "is \(kind.name)", expected: accepted)
      }
      return .coreDump
    }
    if isStepLog(bytes) { return .stepLog }
    guard ScenarioFile.isLikely(bytes) else {
      throw ParseError(file: bytes.name, found: "is of no known kind", expected: accepted)
    }
    return .scenario
  }

  /// The first line of a step log ends before this byte.
  private static let headerLimit = 1 << 16

  /// Whether the first line names two or more of the columns that every step log has: enough to say what
  /// is wrong with the others.
  private static func isStepLog(_ bytes: FileBytes) -> Bool {
    // A file of holes has no end of a line for gigabytes.
    let hasLine = (0..<min(bytes.count, headerLimit)).contains { bytes.byte(at: $0) == 0x0a }
    guard hasLine || bytes.count <= headerLimit else { return false }
    return bytes.withBytes { span in
      var csv = CSVReader(file: bytes.name, span)
      guard (try? csv.readRow(span)) == true else { return false }
      let names = Set(csv.fields.filter { $0.end - $0.start <= 16 }.map { $0.text(span) })
      return names.intersection(StepLogReader.requiredColumns).count >= 2
    }
  }
}
