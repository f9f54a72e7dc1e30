extension Opcode {
  /// How control goes on; `modRM` is nil if there is no such byte.
  func flow(_ modRM: ModRM?, _ prefixes: Prefixes) -> Instruction.Flow {
    if isAbsoluteJump { return .jump }
    return switch map {
    case .primary: primaryFlow(modRM)
    case .escaped: escapedFlow(modRM, prefixes)
    default: .next
    }
  }

  private func primaryFlow(_ modRM: ModRM?) -> Instruction.Flow {
    switch byte {
    case 0x70...0x7f, 0xe0...0xe3: .conditionalJump
    case 0xe8: .call
    case 0xe9, 0xeb: .jump
    // RET, RET far, IRET.
    case 0xc2, 0xc3, 0xca, 0xcb, 0xcf: .return
    // INT3.
    case 0xcc: .stop
    // XBEGIN.
    case 0xc7: modRM?.rawValue == 0xf8 ? .conditionalJump : .next
    case 0xff:
      switch modRM?.register {
      case 2, 3: .indirectCall
      case 4, 5: .indirectJump
      default: .next
      }
    default: .next
    }
  }

  private func escapedFlow(_ modRM: ModRM?, _ prefixes: Prefixes) -> Instruction.Flow {
    switch byte {
    case 0x80...0x8f: .conditionalJump
    // SYSRET, SYSEXIT, RSM.
    case 0x07, 0x35, 0xaa: .return
    // UD2, UD1, UD0.
    case 0x0b, 0xb9, 0xff: .stop
    case 0x01:
      switch modRM?.rawValue {
      // ERETS, ERETU; without a prefix it is CLAC.
      case 0xca: prefixes.repeated == 0 ? .next : .return
      // SEAMRET.
      case 0xcd: prefixes.operandSize ? .return : .next
      // UIRET.
      case 0xec: prefixes.repeated == 0xf3 ? .return : .next
      default: .next
      }
    default: .next
    }
  }
}
