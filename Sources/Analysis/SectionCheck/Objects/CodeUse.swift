import ELF
import Instructions

/// What code does with a relocated field.
struct CodeUse {
  /// What the field is for.
  private let use: Reference.Use
  /// Whether the field is a distance from the linker's table, which the code adds to.
  private let isOffset: Bool
  /// Bytes from the field to what it is relative to: the end of the instruction; 0 if it is an address.
  let distance: Int
  /// How certain it is where it leads.
  let precision: ObjectSet.Precision

  /// Asks the instruction; where there is none, as in data among code, the relocation has to say it. `isReplaced` says
  /// that the kernel makes the instruction, a call, a direct one at its start.
  init(of relocation: Relocation, in element: CodeScan.Element, isReplaced: Bool = false) {
    let offset = Int(clamping: relocation.offset) - element.offset
    guard let instruction = element.instruction, let field = instruction.use(ofFieldAt: offset) else {
      use = Self.guess(relocation.kind)
      isOffset = relocation.kind.meaning == .offset
      distance = relocation.kind.isRelative ? Int(relocation.kind.width) : 0
      precision = .indexed
      return
    }
    isOffset = relocation.kind.meaning == .offset && offset == instruction.immediate?.offset
    // A number that is moved or added is relative to whatever the code adds to it.
    let isCounted = relocation.kind.isRelative && offset != instruction.immediate?.offset
    distance = isCounted ? instruction.length - offset : 0
    let direct: Reference.Use =
      switch field {
      case .call, .jump, .conditionalJump: .branch
      case .indirectCallOperand where isReplaced: .replacedCall
      case .indirectCallOperand, .indirectJumpOperand: .indirectBranch
      case .memory: .memory
      case .address: .address
      }
    use = relocation.kind.isThroughTable ? Self.behindTable(direct) : direct
    let isIndexed = offset == instruction.displacement?.offset && instruction.base == .registers
    precision = isIndexed ? .indexed : use == .address ? .address : .exact
  }

  /// What the field is for if it leads to text, or to what is none.
  ///
  /// With the large code model an object has no other way to be read than through its distance from the linker's table,
  /// which is a number in the code: that counts as an access. System V ABI, AMD64 supplement, section 3.5.
  func use(ofText isText: Bool) -> Reference.Use { isOffset && !isText ? .memory : use }

  private static func guess(_ kind: Relocation.Kind) -> Reference.Use {
    switch kind {
    case .plt32: .branch
    case .absolute64, .relative64: .stored
    default: .address
    }
  }

  /// Why nobody can tell what lies where control, or an access, goes by it: only the linker knows the number, or it is
  /// out of the section, or `before` the symbol and the section. Nil if it can be told, or if a register is added.
  func blindness(
    _ target: RelocationTarget, before: UInt64, in element: CodeScan.Element, _ set: ObjectSet
  ) -> BlindSpot.Cause? {
    guard precision == .exact, use != .address, use != .stored else { return nil }
    switch target {
    case .absolute:
      return use != .branch && element.instruction?.accessesSegment == true ? .variables : .addresses
    case .place(let place):
      guard before == 0, set.contains(place) else { return .outside }
      return use == .branch && set.isIndirectFunction(place) ? .choices : nil
    case .named, .common, .undefined: return nil
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
