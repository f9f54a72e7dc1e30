/// Finds where an instruction of 64-bit mode ends, and its operands.
///
/// What exists is what Intel SDM vol. 2 and AMD64 Architecture Programmer's Manual vol. 3 list, VIA's PadLock included,
/// APX not. What makes an instruction invalid but is no part of its opcode is not looked at: LOCK where it may not be,
/// a missing prefix 66, F2 or F3, the registers and lengths of vectors, the operation of 3DNow!
package enum InstructionDecoder {
  /// Decodes the instruction at `offset` of `bytes` that ends at `end` or before; nil if there is none in 64-bit
  /// mode, if it is cut off, or if it is longer than 15 bytes.
  package static func decode(_ bytes: Span<UInt8>, at offset: Int, end: Int) -> Instruction? {
    guard var cursor = Cursor(bytes, at: offset, end: end) else { return nil }
    var prefixes = Prefixes(bytes, &cursor)
    guard let opcode = Opcode(bytes, &cursor, &prefixes) else { return nil }
    var form = opcode.form
    var modRM: ModRM?
    if form == .group {
      guard let byte = cursor.peek(bytes) else { return nil }
      form = opcode.group(ModRM(rawValue: byte), prefixes)
    }
    if form.hasModRM {
      guard let byte = cursor.next(bytes) else { return nil }
      modRM = ModRM(rawValue: byte)
    }
    var operands = Operands()
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
