// Intel SDM vol. 2, table A-6, and the instructions' own pages.

extension Opcode {
  /// What follows an opcode that is shared by several instructions; `modRM` is the next byte.
  func group(_ modRM: ModRM, _ prefixes: Prefixes) -> Form {
    switch map {
    case .primary: primaryGroup(modRM)
    case .escaped: escapedGroup(modRM, prefixes)
    // Group 17: BLSR, BLSMSK, BLSI.
    case .vector2: 1...3 ~= modRM.register ? .modRM : .invalid
    case .vector4: promotedGroup(modRM)
    // RDMSR and WRMSRNS, URDMSR and UWRMSR with a number.
    case .vector7: modRM.register == 0 ? .registersWord : .invalid
    default: .invalid
    }
  }

  private func primaryGroup(_ modRM: ModRM) -> Form {
    switch (byte, modRM.register) {
    // MOV from and to ES, CS, SS, DS, FS, GS.
    case (0x8c, 0...5), (0x8e, 0), (0x8e, 2...5): .modRM
    // POP.
    case (0x8f, 0): .modRM
    // MOV.
    case (0xc6, 0): .modRMByte
    case (0xc7, 0): .modRMWord
    // XABORT, XBEGIN.
    case (0xc6, 7) where modRM.rawValue == 0xf8: .modRMByte
    case (0xc7, 7) where modRM.rawValue == 0xf8: .modRMBranch
    case (0xd9...0xdf, _): isFloatingPoint(modRM) ? .modRM : .invalid
    // TEST, also at 1; NOT, NEG, MUL, IMUL, DIV, IDIV.
    case (0xf6, 0...1): .modRMByte
    case (0xf7, 0...1): .modRMWord
    case (0xf6...0xf7, _): .modRM
    // INC, DEC.
    case (0xfe, 0...1): .modRM
    // INC, DEC, CALL, JMP, PUSH.
    case (0xff, 0...2), (0xff, 4), (0xff, 6): .modRM
    // CALL, JMP, both far.
    case (0xff, 3), (0xff, 5): .memory
    default: .invalid
    }
  }

  /// Groups of APX: Intel APX Architecture Specification (355828), chapters 5 and 6.
  private func promotedGroup(_ modRM: ModRM) -> Form {
    switch (byte, modRM.register) {
    // POP2, PUSH2.
    case (0x8f, 0), (0xff, 6): modRM.isRegister ? .modRM : .invalid
    // Shifts; 6 is none.
    case (0xc0...0xc1, 0...5), (0xc0...0xc1, 7): .modRMByte
    case (0xd0...0xd3, 0...5), (0xd0...0xd3, 7): .modRM
    // CTEST; NOT, NEG, MUL, IMUL, DIV, IDIV.
    case (0xf6, 0...1): .modRMByte
    case (0xf7, 0...1): .modRMWord
    case (0xf6...0xf7, _): .modRM
    // INC, DEC.
    case (0xfe...0xff, 0...1): .modRM
    default: .invalid
    }
  }

  private func escapedGroup(_ modRM: ModRM, _ prefixes: Prefixes) -> Form {
    let isRegister = modRM.isRegister
    return switch (byte, modRM.register) {
    // SLDT, STR, LLDT, LTR, VERR, VERW; with F2, LKGS.
    case (0x00, 0...5): .modRM
    case (0x00, 6) where prefixes.repeated == 0xf2: .modRM
    case (0x01, _): isRegister ? systemRegisterForm(modRM) : systemMemoryForm(modRM, prefixes)
    // Shifts.
    case (0x71...0x72, 2), (0x71...0x72, 4), (0x71...0x72, 6), (0x73, 2...3), (0x73, 6...7):
      isRegister ? .modRMByte : .invalid
    // VMREAD, VMWRITE; with 66 or F2, EXTRQ and INSERTQ of AMD.
    case (0x78, _) where prefixes.repeated == 0xf2 || prefixes.repeated == 0 && prefixes.operandSize:
      isRegister ? .modRMTwoBytes : .invalid
    case (0x78...0x79, _): prefixes.repeated == 0xf3 ? .invalid : .modRM
    // XSTORE and the others of VIA.
    case (0xa6, 0...2), (0xa7, 0...5): isRegister && modRM.low == 0 ? .modRM : .invalid
    // FXSAVE, ..., CLFLUSH; RDFSBASE, ..., PTWRITE; LFENCE, MFENCE, SFENCE.
    case (0xae, 0...4): !isRegister || prefixes.repeated == 0xf3 ? .modRM : .invalid
    case (0xae, _): .modRM
    // POPCNT.
    case (0xb8, _): prefixes.repeated == 0xf3 ? .modRM : .invalid
    // BT, BTS, BTR, BTC.
    case (0xba, 4...7): .modRMByte
    // CMPXCHG8B, XRSTORS, XSAVEC, XSAVES; VMPTRLD, VMPTRST, RDRAND, RDSEED.
    case (0xc7, 1), (0xc7, 3...5): .memory
    case (0xc7, 6...7): .modRM
    default: .invalid
    }
  }

  /// Group 7 with memory: SGDT, SIDT, LGDT, LIDT, SMSW, RSTORSSP, LMSW, INVLPG.
  private func systemMemoryForm(_ modRM: ModRM, _ prefixes: Prefixes) -> Form {
    switch modRM.register {
    case 5: prefixes.repeated == 0xf3 ? .modRM : .invalid
    case 7: .address
    default: .modRM
    }
  }

  /// Group 7 with a register: instructions of three bytes, SMSW and LMSW. AMD has d8 to df and fa to ff.
  private func systemRegisterForm(_ modRM: ModRM) -> Form {
    switch modRM.rawValue {
    case 0xd2...0xd3, 0xeb: .invalid
    default: .modRM
    }
  }
}
