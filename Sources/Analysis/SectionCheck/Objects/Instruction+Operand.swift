import Instructions

extension Instruction {
  /// Whether it has an operand that is relative to it and 0: no compiler reads the next instruction or calls it, so that
  /// a relocation fills it in, or did so before those of the section were removed. `place` is where the instruction starts in the bytes.
  func hasEmptyOperand(_ bytes: Span<UInt8>, at place: Int) -> Bool {
    let field = branch ?? (base == .instructionPointer && accessesMemory ? displacement : nil)
    guard let field, field.size == 4 else { return false }
    return (0..<4).allSatisfy { bytes[place + field.offset + $0] == 0 }
  }
}
