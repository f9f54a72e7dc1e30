/// The operands of an instruction, as far as they have bytes of their own.
struct Operands {
  /// What prefix 66 does to the distance of a branch.
  let branches: InstructionDecoder.Branches
  /// The displacement of the memory operand.
  var displacement: Instruction.Field?
  /// What it is added to; nil without a memory operand.
  var base: Instruction.Base?
  /// The first immediate operand.
  var immediate: Instruction.Field?
  /// The distance of a branch.
  var branch: Instruction.Field?

  init(branches: InstructionDecoder.Branches) {
    self.branches = branches
  }

  /// Reads what belongs to ModRM; false if it is cut off or is not what the form asks for.
  mutating func readMemory(
    _ form: Form, _ modRM: ModRM?, _ opcode: Opcode, _ prefixes: Prefixes, _ bytes: Span<UInt8>, _ cursor: inout Cursor
  ) -> Bool {
    guard let modRM else { return true }
    if form == .control { return opcode.hasControlRegister(modRM, prefixes) }
    guard !modRM.isRegister else { return form.allowsRegister }
    guard form.allowsMemory,
      let memory = modRM.memory(
        bytes, &cursor, indexIsAlwaysThere: prefixes.extendsIndex || opcode.hasVectorIndex)
    else { return false }
    base = memory.base
    displacement = memory.displacement
    return true
  }

  /// Skips what follows ModRM or the opcode; false if it is cut off or the form is none.
  mutating func skipRest(_ form: Form, _ prefixes: Prefixes, _ cursor: inout Cursor) -> Bool {
    let wordSize = prefixes.operandSize && !prefixes.wide ? 2 : 4
    switch form {
    case .invalid, .prefix, .group: return false
    case .nothing, .modRM, .memory, .registers, .address, .hint, .control: return true
    case .byte, .modRMByte, .registersByte: return skipImmediate(1, &cursor)
    case .twoBytes: return skipImmediate(2, &cursor)
    case .registersWord: return skipImmediate(4, &cursor)
    case .target: return skipImmediate(8, &cursor)
    case .word, .modRMWord: return skipImmediate(wordSize, &cursor)
    case .wideWord: return skipImmediate(prefixes.wide ? 8 : wordSize, &cursor)
    case .modRMTwoBytes: return skipImmediate(1, &cursor) && cursor.field(1) != nil
    case .enter: return skipImmediate(2, &cursor) && cursor.field(1) != nil
    case .modRMOpcode: return cursor.field(1) != nil
    case .nearBranch: return skipBranch(1, &cursor)
    case .branch: return skipBranch(branches == .amd ? wordSize : 4, &cursor)
    case .modRMBranch: return skipBranch(wordSize, &cursor)
    case .offset:
      base = Instruction.Base.none
      displacement = cursor.field(prefixes.addressSize ? 4 : 8)
      return displacement != nil
    }
  }

  private mutating func skipImmediate(_ size: Int, _ cursor: inout Cursor) -> Bool {
    immediate = cursor.field(size)
    return immediate != nil
  }

  private mutating func skipBranch(_ size: Int, _ cursor: inout Cursor) -> Bool {
    branch = cursor.field(size)
    return branch != nil
  }
}

extension Opcode {
  /// Whether the register of MOV between registers exists: CR0, 2, 3, 4 and 8, DR0 to 7.
  fileprivate func hasControlRegister(_ modRM: ModRM, _ prefixes: Prefixes) -> Bool {
    // 21 and 23 are those of debug registers.
    if byte & 1 != 0 { return !prefixes.extendsRegister }
    return switch modRM.register {
    case 0: true
    case 2...4: !prefixes.extendsRegister
    default: false
    }
  }
}
