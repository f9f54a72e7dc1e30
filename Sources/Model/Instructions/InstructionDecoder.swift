/// Finds where an instruction of 64-bit mode ends, and its operands.
///
/// What exists is what Intel SDM vol. 2 and AMD64 Architecture Programmer's Manual vol. 3 list, VIA's PadLock included,
/// APX included. What makes an instruction invalid but is no part of its opcode is not looked at: LOCK where it may not be,
/// a missing prefix 66, F2 or F3, the registers and lengths of vectors, the operation of 3DNow!
package enum InstructionDecoder {
  /// What prefix 66 does to the distance of a near branch.
  package enum Branches: Hashable, Sendable {
    /// Nothing: it has 4 bytes. Intel SDM vol. 2, "JMP".
    case intel
    /// It has 2 bytes, and the address 16 bits. AMD64 Architecture Programmer's Manual vol. 3, "JMP (Near)".
    case amd
  }

  /// Decodes the instruction at `offset` of `bytes` that ends at `end` or before; nil if there is none in 64-bit
  /// mode, if it is cut off, or if it is longer than 15 bytes.
  package static func decode(
    _ bytes: Span<UInt8>, at offset: Int, end: Int, branches: Branches = .intel
  ) -> Instruction? {
    guard var cursor = Cursor(bytes, at: offset, end: end) else { return nil }
    var prefixes = Prefixes(bytes, &cursor)
    guard let opcode = Opcode(bytes, &cursor, &prefixes) else { return nil }
    var form = opcode.form
    var modRM: ModRM?
    // JMPABS has no other prefix, and no W.
    if form == .target,
      prefixes.wide || prefixes.operandSize || prefixes.addressSize || prefixes.lock
        || prefixes.repeated != 0
    {
      return nil
    }
    if form == .group {
      guard let byte = cursor.peek(bytes) else { return nil }
      form = opcode.group(ModRM(rawValue: byte), prefixes)
    }
    if form.hasModRM {
      guard let byte = cursor.next(bytes) else { return nil }
      modRM = ModRM(rawValue: byte)
    }
    var operands = Operands(branches: branches)
    guard operands.readMemory(form, modRM, opcode, prefixes, bytes, &cursor),
      operands.skipRest(form, prefixes, &cursor)
    else { return nil }
    return Instruction(
      length: cursor.length, flow: opcode.flow(modRM, prefixes), displacement: operands.displacement,
      base: operands.base, accessesMemory: operands.base != nil && form.accessesMemory,
      immediate: operands.immediate, branch: operands.branch, segment: prefixes.segment,
      writesCR3: opcode.isMoveToControl && modRM?.register == 3)
  }
}

extension Opcode {
  /// Whether it is MOV to a control register.
  fileprivate var isMoveToControl: Bool { map == .escaped && byte == 0x22 }
}
