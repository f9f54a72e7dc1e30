// Intel SDM vol. 2, tables, and chapters 3 to 5 for what they lack; Intel AVX10.2 Architecture Specification
// (361050); Intel Architecture Instruction Set Extensions (319433) for AMX and MOVRS; FMA4 and VPERMIL2, which only AMD had,
// are in map 3. A form holds if it does with VEX or with EVEX and any of their prefix bits.

extension OpcodeMap {
  /// Opcodes of VEX and EVEX in map 1, that of 0F.
  static let vector1 = OpcodeMap(
    """
    10  m m m x m m m x  - - - - - - - -
    20  - - - - - - - -  m m m x m m m m
    40  - m m - m m m m  - - m m - - - -
    50  r m m m m m m m  m m m m m m m m
    60  m m m m m m m m  m m m m m m m m
    70  B B B B m m m n  m m m m m m m m
    90  m m m m - - - -  m m - - - - - -
    a0  - - - - - - - -  - - - - - - x -
    c0  - - B - B R B -  - - - - - - - -
    d0  m m m m m m m r  m m m m m m m m
    e0  m m m m m m m x  m m m m m m m m
    f0  x m m m m m m r  m m m m m m m -
    """)

  /// Opcodes of VEX and EVEX in map 2, that of 0F 38.
  static let vector2 = OpcodeMap(
    """
    00  m m m m m m m m  m m m m m m m m
    10  m m m m m m m m  m m x x m m m m
    20  m m m m m m m m  m m m m m m m m
    30  m m m m m m m m  m m m m m m m m
    40  m m m m m m m m  r m m x m m m m
    50  m m m m m m - -  m m x x m - m r
    60  - - m m m m m m  m - - r m r x x
    70  m m m m m m m m  m m m m m m m m
    80  - - - m - - - -  m m m m x m x m
    90  x x x x - - m m  m m m m m m m m
    a0  x x x x - - m m  m m m m m m m m
    b0  x x - - m m m m  m m m m m m m m
    c0  - - - - m - a a  m - m m m m - m
    d0  - - m m - - - -  - - m m m m m m
    e0  x x x x x x x x  x x x x x x x x
    f0  - - m g - m m m  - - - - - - - -
    """)

  /// Opcodes of VEX and EVEX in map 3, that of 0F 3A.
  static let vector3 = OpcodeMap(
    """
    00  B B B B B B B R  B B B B B B B B
    10  - - - - B B B B  B B B B - B B B
    20  B B B B - B B B  - - - - - - - -
    30  B B B B - - - -  B B B B - - B B
    40  B B B B B - B -  B B B B B - - -
    50  B B B B B B B B  - - - - B B B B
    60  B B B B - - B B  B B B B B B B B
    70  B B B B - - - R  B B B B B B B B
    c0  - - B - - - - -  - - - - - - B B
    d0  - - - - - - - -  - - - - - - B B
    f0  B - - - - - - -  - - - - - - - -
    """)

  /// Opcodes of VEX and EVEX in map 5, for numbers of 16 bits and of 8 bits.
  static let vector5 = OpcodeMap(
    """
    10  m m - - - - - -  m - - m - m m -
    20  - - - - - - - -  - - m - m m m m
    50  - m - - - - - -  m m m m m m m m
    60  - - - - - - - -  m m m m m m m m
    70  - - - - m - - -  m m m m m m m -
    f0  - - - - - - - -  x x - - - r - -
    """)

  /// Opcodes of EVEX in map 6, for numbers of 16 bits.
  static let vector6 = OpcodeMap(
    """
    10  - - - m - - - -  - - - - - - - -
    20  - - - - - - - -  - - - - m m - -
    40  - - m m - - - -  - - - - m m m m
    50  - - - - - - m m  - - - - - - - -
    90  - - - - - - m m  m m m m m m m m
    a0  - - - - - - m m  m m m m m m m m
    b0  - - - - - - m m  m m m m m m m m
    d0  - - - - - - m m  - - - - - - - -
    """)
}
