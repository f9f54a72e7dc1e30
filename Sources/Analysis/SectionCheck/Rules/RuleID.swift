/// The names of the section check's rules; they stay what they are.
package enum RuleID: String, CaseIterable, Sendable {
  /// Exposed code calls, or jumps to, text that is not vetted.
  case call = "CALL"
  /// Exposed code reads, writes or runs private data.
  case data = "DATA"
  /// Exposed code takes the address of what is private.
  case address = "ADDR"
  /// Exposed code calls through a pointer.
  case indirect = "INDIRECT"
  /// Exposed data holds a pointer to what is private.
  case pointer = "PTR"
  /// A symbol is not defined in what is checked.
  case undefined = "UNDEF"
  /// Something cannot be read.
  case blind = "BLIND"
}
