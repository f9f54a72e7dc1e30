import ELF
import Instructions

/// What code does with a relocated field.
struct CodeUse {
  /// What the field is for.
  let use: Reference.Use
  /// Bytes from the field to what it is relative to: the end of the instruction; 0 if it is an address.
  let distance: Int

  /// Asks the instruction; where there is none, as in data among code, the relocation has to say it. `isReplaced` says
  /// that the kernel makes the instruction, a call, a direct one at its start.
  init(of relocation: Relocation, in element: CodeScan.Element, isReplaced: Bool = false) {
    guard let instruction = element.instruction,
      let field = instruction.use(ofFieldAt: Int(relocation.offset) - element.offset)
    else {
      use = Self.guess(relocation.kind)
      distance = relocation.kind.isRelative ? 4 : 0
      return
    }
    distance =
      relocation.kind.isRelative ? element.offset + instruction.length - Int(relocation.offset) : 0
    let direct: Reference.Use =
      switch field {
      case .call, .jump, .conditionalJump: .branch
      case .indirectCallOperand where isReplaced: .replacedCall
      case .indirectCallOperand, .indirectJumpOperand: .indirectBranch
      case .memory: .memory
      case .address: .address
      }
    use = relocation.kind.isThroughTable ? Self.behindTable(direct) : direct
  }

  private static func guess(_ kind: Relocation.Kind) -> Reference.Use {
    switch kind {
    case .plt32: .branch
    case .absolute64, .relative64: .stored
    default: .address
    }
  }

  /// What is done with a symbol whose address is taken from the linker's table, which the linker makes unnecessary:
  /// `call *foo@GOTPCREL(%rip)` becomes `call foo`, and a load becomes a lea.
  ///
  /// System V ABI, AMD64 supplement, appendix B.
  private static func behindTable(_ use: Reference.Use) -> Reference.Use {
    use == .indirectBranch ? .branch : .address
  }
}
