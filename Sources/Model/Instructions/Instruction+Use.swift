extension Instruction {
  /// What an instruction does with the address in one of its fields.
  package enum Use: Hashable, Sendable {
    /// Calls it.
    case call
    /// Jumps to it.
    case jump
    /// Jumps to it, or does not.
    case conditionalJump
    /// Calls what memory there says.
    case indirectCallOperand
    /// Jumps to where memory there says.
    case indirectJumpOperand
    /// Reads, writes or flushes memory there.
    case memory
    /// Only computes with it: LEA, an immediate operand, a hint.
    case address
  }

  /// The use of the field that starts `offset` bytes from the start of the instruction; nil if none starts there.
  package func use(ofFieldAt offset: Int) -> Use? {
    if offset == branch?.offset { return useOfBranch }
    if offset == displacement?.offset { return useOfDisplacement }
    guard offset == immediate?.offset else { return nil }
    // JMPABS is the only jump with a number, which is where it goes.
    return flow == .jump ? .jump : .address
  }

  private var useOfBranch: Use {
    switch flow {
    case .call: .call
    case .conditionalJump: .conditionalJump
    default: .jump
    }
  }

  private var useOfDisplacement: Use {
    switch flow {
    case .indirectCall: .indirectCallOperand
    case .indirectJump: .indirectJumpOperand
    default: accessesMemory ? .memory : .address
    }
  }
}
