// Intel APX Architecture Specification (355828), chapters 5 and 6, as LLVM 21 has it; what its later versions took out
// (SHA and Key Locker with EVEX) is not here. A form holds if it does with any of the bits W, pp, ND and NF.

extension OpcodeMap {
  /// Opcodes of EVEX in map 4: ADD to XOR and IMUL with a new destination, CCMP and CTEST, CMOV, CFCMOV and SETZU, shifts,
  /// MOVBE, ADCX and ADOX, POPCNT, LZCNT, TZCNT, PUSH2 and POP2, MOVRS, CRC32, INVEPT, INVVPID, INVPCID, MOVDIRI,
  /// MOVDIR64B, ENQCMD, URDMSR and UWRMSR, AADD, AAND, AOR and AXOR.
  static let vector4 = OpcodeMap(
    """
    00  m m m m - - - -  m m m m - - - -
    10  m m m m - - - -  m m m m - - - -
    20  m m m m B - - -  m m m m B - - -
    30  m m m m - - - -  m m m m - - - -
    40  m m m m m m m m  m m m m m m m m
    60  m m - - - x m -  - Z - B - - - -
    80  B Z - B m m - -  m - x x - - - g
    a0  - - - - - m - -  - - - - - m - m
    c0  g g - - - - - -  - - - - - - - -
    d0  g g g g - - - -  - - - - - - - -
    f0  m m x - m m g g  m x - - x - g g
    """)

  /// Opcodes of VEX and EVEX in map 7: Intel's Architecture Instruction Set Extensions (319433), "RDMSR", "WRMSRNS",
  /// "URDMSR" and "UWRMSR".
  static let vector7 = OpcodeMap(
    """
    f0  - - - - - - g -  g - - - - - - -
    """)
}
