import ArgumentParser
import Bytes
import Isolation
import Scenarios

/// Options that say which section belongs where.
struct PolicyFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A policy in YAML: classes of sections, what spaces map, what is allowed (default: the standard one).",
      valueName: "FILE"), completion: .file())
  var policy: String?

  /// The option, if it was given.
  var given: String? { policy == nil ? nil : "--policy" }

  /// The policy in force. Throws a `ParseError`.
  func read() throws -> SectionPolicy {
    guard let policy else { return .standard }
    return try PolicyFile.read(try FileBytes.open(policy, expected: "a policy (YAML), as --print-policy prints it"))
  }
}
