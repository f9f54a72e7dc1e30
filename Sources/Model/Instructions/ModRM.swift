/// The byte after many opcodes, which names a register and a register or memory.
///
///            7 6 5 4 3 2 1 0         7 6 5 4 3 2 1 0
///           +---+-----+-----+       +---+-----+-----+
///     ModRM |mod| reg | r/m |   SIB |sc.|index|base |
///           +---+-----+-----+       +---+-----+-----+
///
/// Intel SDM vol. 2, tables 2-2 and 2-3; they hold for 64-bit mode with the changes of section 2.2.1.
struct ModRM {
  /// The whole byte.
  let rawValue: UInt8

  /// Whether it names a register instead of memory.
  var isRegister: Bool { rawValue >= 0xc0 }
  /// The register, or what extends the opcode: 0 to 7.
  var register: UInt8 { rawValue >> 3 & 7 }
  /// The low bits: 0 to 7.
  var low: UInt8 { rawValue & 7 }

  /// Reads the SIB byte and skips the displacement of a memory operand; nil if they are cut off.
  func memory(_ bytes: Span<UInt8>, _ cursor: inout Cursor, indexIsAlwaysThere: Bool) -> Memory? {
    let mode = rawValue >> 6
    var base = Instruction.Base.registers
    var displacementSize = mode == 1 ? 1 : mode == 2 ? 4 : 0
    if low == 4 {
      guard let scaled = cursor.next(bytes) else { return nil }
      if mode == 0, scaled & 7 == 5 {
        displacementSize = 4
        if scaled >> 3 & 7 == 4, !indexIsAlwaysThere { base = .none }
      }
    } else if mode == 0, low == 5 {
      displacementSize = 4
      base = .instructionPointer
    }
    guard displacementSize > 0 else { return Memory(base: base, displacement: nil) }
    guard let displacement = cursor.field(displacementSize) else { return nil }
    return Memory(base: base, displacement: displacement)
  }

  /// A memory operand.
  struct Memory {
    /// What the displacement is added to.
    let base: Instruction.Base
    /// The displacement, if there is one.
    let displacement: Instruction.Field?
  }
}
