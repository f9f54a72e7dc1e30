import Instructions

extension Instruction {
  /// Whether it has an operand of 32 bits that is relative to the next instruction and 0. No compiler reads or calls the
  /// next instruction: a relocation belongs to the operand, or did until the section's relocations were removed. `place`
  /// is the offset of the instruction in the bytes.
  func hasEmptyOperand(_ bytes: Span<UInt8>, at place: Int) -> Bool {
    let field = branch ?? (base == .instructionPointer && accessesMemory ? displacement : nil)
    guard let field, field.size == 4 else { return false }
    return (0..<4).allSatisfy { bytes[place + field.offset + $0] == 0 }
  }
}
