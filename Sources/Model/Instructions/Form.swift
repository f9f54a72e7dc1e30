/// What follows an opcode; the letters are those of the opcode maps.
enum Form: UInt8 {
  /// Not an instruction of 64-bit mode.
  case invalid = 0x2d  // -
  /// A prefix or an escape, read before any map is asked.
  case prefix = 0x70  // p
  /// Nothing.
  case nothing = 0x6e  // n
  /// A ModRM byte.
  case modRM = 0x6d  // m
  /// A ModRM byte that must name memory.
  case memory = 0x78  // x
  /// A ModRM byte that must name registers.
  case registers = 0x72  // r
  /// A ModRM byte that must name memory, of which only the address is taken.
  case address = 0x61  // a
  /// A ModRM byte of a hint or of what stops: memory is not accessed.
  case hint = 0x68  // h
  /// A ModRM byte that names registers whatever its mod says: MOV of control and debug registers.
  case control = 0x63  // c
  /// A ModRM byte and one byte.
  case modRMByte = 0x42  // B
  /// A ModRM byte that must name registers, and one byte.
  case registersByte = 0x52  // R
  /// A ModRM byte and 4 bytes, 2 with prefix 66.
  case modRMWord = 0x5a  // Z
  /// A ModRM byte that must name registers, and 4 bytes.
  case registersWord = 0x59  // Y
  /// A ModRM byte and twice one byte.
  case modRMTwoBytes = 0x54  // T
  /// A ModRM byte and a byte that belongs to the opcode: 3DNow!
  case modRMOpcode = 0x44  // D
  /// A ModRM byte and a distance of 4 bytes, 2 with prefix 66: XBEGIN.
  case modRMBranch = 0x58  // X
  /// One byte.
  case byte = 0x62  // b
  /// Two bytes.
  case twoBytes = 0x77  // w
  /// 4 bytes, 2 with prefix 66.
  case word = 0x7a  // z
  /// 4 bytes, 2 with prefix 66, 8 with REX.W.
  case wideWord = 0x76  // v
  /// Two bytes and one byte: ENTER.
  case enter = 0x65  // e
  /// A distance of one byte.
  case nearBranch = 0x6a  // j
  /// A distance of 4 bytes; Intel ignores prefix 66, AMD makes it 2 bytes.
  case branch = 0x4a  // J
  /// An address of 8 bytes, 4 with prefix 67.
  case offset = 0x6f  // o
  /// An address of 8 bytes to jump to: JMPABS.
  case target = 0x74  // t
  /// One of the above, which ModRM or a prefix chooses: see `Opcode.group`.
  case group = 0x67  // g

  /// Whether a ModRM byte follows the opcode.
  var hasModRM: Bool {
    switch self {
    case .modRM, .memory, .registers, .address, .hint, .control, .modRMByte, .registersByte, .modRMWord,
      .registersWord, .modRMTwoBytes, .modRMOpcode, .modRMBranch:
      true
    default: false
    }
  }

  /// Whether ModRM may name a register.
  var allowsRegister: Bool { self != .memory && self != .address }
  /// Whether ModRM may name memory.
  var allowsMemory: Bool { self != .registers && self != .registersByte && self != .registersWord }
  /// Whether a memory operand is accessed.
  var accessesMemory: Bool { self != .address && self != .hint }
}
