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
    if try LogHeader.isHeader(bytes) { return .stepLog }
    guard ScenarioFile.isLikely(bytes) else {
      try LogHeader.refuse(bytes)
      throw ParseError(
        file: bytes.name, found: "is of no known kind", expected: accepted + ForeignDump.hint(bytes))
    }
    return .scenario
  }
}
