/// What the code of a region refers to.
struct RegionFacts: Sendable {
  /// A reference to another region.
  struct Link: Sendable {
    /// The region that is referred to.
    let region: Int32
    /// Bytes from the start of the section to the instruction that refers.
    let site: UInt32
  }

  /// Something that cannot be followed.
  struct Unknown: Sendable {
    /// Bytes from the start of the section to the instruction.
    let site: UInt32
    /// What stands there.
    let reason: Closure.Unknown.Reason
  }

  /// Direct calls and jumps, static calls as they are before they are patched, and what follows without any.
  var calls: [Link] = []
  /// Data that is read or written.
  var accesses: [Link] = []
  /// Data and text whose address is taken.
  var addresses: [Link] = []
  /// Gates that are called.
  var gates: [Link] = []
  /// Calls that cannot be followed, and accesses of what is not in the files.
  var unknowns: [Unknown] = []
}

extension Closure.Unknown.Reason {
  /// What the check calls a blind spot.
  init(_ cause: BlindSpot.Cause) {
    self =
      switch cause {
      case .relocations: .relocation
      case .code, .middles: .code
      case .operands: .operand
      case .addresses: .absolute
      case .variables: .variable
      case .outside, .functions, .data: .outside
      case .patches: .patch
      case .choices: .indirect
      case .sections: .merged
      }
  }
}
