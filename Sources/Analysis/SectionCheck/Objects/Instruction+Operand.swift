import Instructions

extension Instruction {
  /// An operand of 32 bits that is relative to the next instruction and 0; nil if there is none. No compiler reads or calls
  /// the next instruction: a relocation belongs to the operand, or did until the section's relocations were removed.
  /// `place` is the offset of the instruction in the bytes.
  func emptyOperand(_ bytes: Span<UInt8>, at place: Int) -> Field? {
    guard let field = relativeOperand, field.size == 4 else { return nil }
    return (0..<4).allSatisfy { bytes[place + field.offset + $0] == 0 } ? field : nil
  }

  /// The operand that is the address of an access or a branch; nil if there is none.
  var addressOperand: Field? {
    // JMPABS is the only jump with a number that is no distance.
    if flow == .jump, branch == nil { return immediate }
    return base == Base.none && accessesMemory ? displacement : nil
  }

  /// The operand of a branch or an access that counts from the next instruction; nil if there is none.
  var relativeOperand: Field? { branch ?? (base == .instructionPointer && accessesMemory ? displacement : nil) }

  /// Whether the base of FS or GS is added to where an access goes: the operand then counts from a thread's or a CPU's
  /// variables.
  var accessesSegment: Bool { accessesMemory && segment != .none }

  /// The number in one of its fields of 1, 2 or 4 bytes, with its sign; nil if the field has 8.
  func number(in field: Field, _ bytes: Span<UInt8>, at place: Int) -> Int64? {
    guard field.size <= 4 else { return nil }
    let start = place + field.offset
    let low = (0..<field.size).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << UInt64($1 * 8) }
    let free = 64 - field.size * 8
    return Int64(bitPattern: low << UInt64(free)) >> Int64(free)
  }

  /// Whether it is a NOP, with or without prefixes, as assemblers pad with: 90, or 0F 1F.
  func isPadding(_ bytes: Span<UInt8>, at start: Int) -> Bool {
    var place = start
    while place < start + length, bytes[place] == 0x66 || bytes[place] == 0x2e { place += 1 }
    guard place < start + length else { return false }
    if bytes[place] == 0x90 { return true }
    return bytes[place] == 0x0f && place + 1 < start + length && bytes[place + 1] == 0x1f
  }
}
