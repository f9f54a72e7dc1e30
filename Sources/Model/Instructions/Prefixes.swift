/// What the prefixes of an instruction say.
///
///          7 6 5 4 3 2 1 0
///         +-------+-+-+-+-+
///     REX |0 1 0 0|W|R|X|B|
///         +-------+-+-+-+-+
///
/// Intel SDM vol. 2, sections 2.1.1 and 2.2.1.
struct Prefixes {
  /// 66: operands of 16 bits.
  var operandSize = false
  /// 67: addresses of 32 bits.
  var addressSize = false
  /// F0: LOCK.
  var lock = false
  /// F2 or F3, the last of them; 0 if there is none.
  var repeated: UInt8 = 0
  /// The last of FS and GS; the prefixes of other segments mean nothing in 64-bit mode.
  var segment = Instruction.Segment.none
  /// W, R, X and B as in REX; 0 without REX. VEX, EVEX and XOP have them too.
  var rex: UInt8 = 0
  /// Whether there is a REX prefix that counts.
  var hasREX = false
  /// Whether there is a REX2 prefix, which stands right before the opcode.
  var hasREX2 = false
  /// The fifth bit of the index register, of APX.
  var extendsIndexTwice = false

  /// W: operands of 64 bits.
  var wide: Bool { rex & 8 != 0 }
  /// R: the fourth bit of ModRM's register.
  var extendsRegister: Bool { rex & 4 != 0 }
  /// X: the fourth bit of the index register, or its fifth: the register is there.
  var extendsIndex: Bool { rex & 2 != 0 || extendsIndexTwice }

  /// Whether VEX, EVEX or XOP may follow.
  var allowVector: Bool { !operandSize && !lock && repeated == 0 && !hasREX }

  /// Reads all prefixes, and leaves the cursor at the opcode or at the limit.
  init(_ bytes: Span<UInt8>, _ cursor: inout Cursor) {
    while let byte = cursor.peek(bytes), take(byte) { cursor.place += 1 }
  }

  /// Notes a prefix; false if the byte is none.
  private mutating func take(_ byte: UInt8) -> Bool {
    if byte & 0xf0 == 0x40 {
      rex = byte & 15
      hasREX = true
      return true
    }
    switch byte {
    case 0x66: operandSize = true
    case 0x67: addressSize = true
    case 0xf0: lock = true
    case 0xf2, 0xf3: repeated = byte
    case 0x64: segment = .fs
    case 0x65: segment = .gs
    case 0x26, 0x2e, 0x36, 0x3e: break
    default: return false
    }
    // REX counts only right before the opcode.
    rex = 0
    hasREX = false
    return true
  }
}
