import Instructions

extension Instruction {
  /// An operand of 32 bits that is relative to the next instruction and 0; nil if there is none. No compiler reads or calls
  /// the next instruction: a relocation belongs to the operand, or did until the section's relocations were removed.
  /// `place` is the offset of the instruction in the bytes.
  func emptyOperand(_ bytes: Span<UInt8>, at place: Int) -> Field? {
    let field = branch ?? (base == .instructionPointer && accessesMemory ? displacement : nil)
    guard let field, field.size == 4 else { return nil }
    return (0..<4).allSatisfy { bytes[place + field.offset + $0] == 0 } ? field : nil
  }

  /// The operand that is the address of an access or a branch; nil if there is none.
  ///
  /// What is added to the base of FS or GS is no address, but counts from a thread's or a CPU's variables.
  var addressOperand: Field? {
    // JMPABS is the only jump with a number that is no distance.
    if flow == .jump, branch == nil { return immediate }
    return base == Base.none && accessesMemory && segment == .none ? displacement : nil
  }
}
