/// A set of the general-purpose registers, by their numbers in instructions: 0 RAX, 1 RCX, 2 RDX, 3 RBX, 4 RSP, 5 RBP,
/// 6 RSI, 7 RDI, 8 to 15 R8 to R15. Intel SDM vol. 2, table 2-2 and section 2.2.1.2.
struct RegisterSet: OptionSet {
  let rawValue: UInt16

  init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// The register of a number, of which the low four bits count.
  init(_ number: UInt8) {
    rawValue = 1 << UInt16(number & 15)
  }

  static let (rax, rcx, rdx) = (RegisterSet(0), RegisterSet(1), RegisterSet(2))
  static let all = RegisterSet(rawValue: .max)
  /// What a call may leave with another value: System V ABI for AMD64, section 3.2.1.
  static let callerSaved: RegisterSet = [rax, rcx, rdx, .init(6), .init(7), .init(8), .init(9), .init(10), .init(11)]
}

extension RegisterSet {
  /// The registers that an instruction may change: all that do, and for vector instructions some that do not.
  ///
  /// `bytes` holds a decoded instruction from `place` on, which ends before `end`.
  static func changed(by bytes: Span<UInt8>, from place: Int, to end: Int) -> RegisterSet {
    var place = place
    while place < end, isLegacyPrefix(bytes[place]) { place += 1 }
    var rex: UInt8 = 0
    if place < end, bytes[place] & 0xf0 == 0x40 { (rex, place) = (bytes[place], place + 1) }
    guard place < end else { return .all }
    let isTwoBytes = bytes[place] == 0x0f
    if isTwoBytes { place += 1 }
    guard place < end else { return .all }
    let modRM = place + 1 < end ? bytes[place + 1] : 0
    let code = Code(opcode: bytes[place], rex: rex, modRM: modRM)
    return isTwoBytes ? code.changedByTwoBytes : code.changedByOneByte
  }

  /// Intel SDM vol. 2, section 2.1.1.
  private static func isLegacyPrefix(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x26, 0x2e, 0x36, 0x3e, 0x64...0x67, 0xf0, 0xf2, 0xf3: true
    default: false
    }
  }

  /// An opcode and what names registers beside it. Intel SDM vol. 2, appendix A.3.
  private struct Code {
    let opcode: UInt8
    let rex: UInt8
    let modRM: UInt8

    /// The register field of ModRM.
    private var register: RegisterSet { .init(modRM >> 3 & 7 | rex << 1 & 8) }
    /// The register that ModRM names in place of memory; none if it names memory.
    private var operand: RegisterSet { modRM >= 0xc0 ? .init(modRM & 7 | rex << 3 & 8) : [] }
    /// The register in the low bits of the opcode.
    private var embedded: RegisterSet { .init(opcode & 7 | rex << 3 & 8) }
    /// The number in the register field, which chooses an operation.
    private var operation: UInt8 { modRM >> 3 & 7 }

    var changedByOneByte: RegisterSet {
      switch opcode {
      // CMP, PUSH, Jcc, TEST, moves to segments, NOP, FPU, HLT, flags.
      case 0x38...0x3d, 0x50...0x57, 0x68, 0x6a, 0x70...0x7f, 0x84, 0x85, 0x8e, 0x9b...0x9e, 0xa8, 0xa9: []
      case 0xd8...0xdf, 0xe6, 0xe7, 0xe9, 0xeb, 0xee, 0xef, 0xf4, 0xf5, 0xf8...0xfd, 0xc2, 0xc3, 0xca, 0xcb, 0xcc: []
      case 0x90 where rex & 1 == 0: []
      case 0x00...0x3f: opcode & 4 != 0 ? .rax : opcode & 2 != 0 ? register : operand
      case 0x58...0x5f, 0xb0...0xbf: embedded
      case 0x63, 0x69, 0x6b, 0x8a, 0x8b, 0x8d: register
      case 0x80, 0x81, 0x83: operation == 7 ? [] : operand
      case 0x86, 0x87: register.union(operand)
      case 0x88, 0x89, 0x8c, 0xc0, 0xc1, 0xc6, 0xc7, 0xd0...0xd3: operand
      // POP; what has another number there is XOP.
      case 0x8f where operation == 0: operand
      case 0x91...0x97, 0x90: embedded.union(.rax)
      case 0x98, 0x9f, 0xa0, 0xa1, 0xd7, 0xe4, 0xe5, 0xec, 0xed: .rax
      case 0x99: .rdx
      case 0xe0...0xe3: .rcx
      case 0xe8: .callerSaved
      case 0xf6, 0xf7: operation < 2 ? [] : operation < 4 ? operand : [.rax, .rdx]
      case 0xfe, 0xff: operation < 2 ? operand : operation == 2 || operation == 3 ? .callerSaved : []
      default: .all
      }
    }

    var changedByTwoBytes: RegisterSet {
      switch opcode {
      // Hints and NOPs, Jcc, PUSH of segments, BT, fences.
      case 0x0d, 0x18...0x1d, 0x1f, 0x80...0x8f, 0xa0, 0xa3, 0xa8, 0x0b, 0xff: []
      case 0x90...0x9f: operand
      case 0xc8...0xcf: embedded
      case 0x31, 0x32, 0x33: [.rax, .rdx]
      case 0x10...0x17, 0x28...0x2b, 0x40...0x4f, 0xaf, 0xb6...0xbf: register.union(operand)
      case 0xa4, 0xa5, 0xab, 0xac, 0xad, 0xb3: operand
      default: .all
      }
    }
  }
}
