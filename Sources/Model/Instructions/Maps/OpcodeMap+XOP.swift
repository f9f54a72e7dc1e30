// AMD64 Architecture Programmer's Manual vol. 3, appendix A, "XOP Opcode Maps"; only AMD's family 15h had them.

extension OpcodeMap {
  /// Opcodes of XOP in map 8.
  static let xop8 = OpcodeMap(
    """
    80  - - - - - B B B  - - - - - - B B
    90  - - - - - B B B  - - - - - - B B
    a0  - - B B - - B -  - - - - - - - -
    b0  - - - - - - B -  - - - - - - - -
    c0  B B B B - - - -  - - - - B B B B
    e0  - - - - - - - -  - - - - B B B B
    """)

  /// Opcodes of XOP in map 9.
  static let xop9 = OpcodeMap(
    """
    00  - m m - - - - -  - - - - - - - -
    10  - - m - - - - -  - - - - - - - -
    80  m m m m - - - -  - - - - - - - -
    90  m m m m m m m m  m m m m - - - -
    c0  - m m m - - m m  - - - m - - - -
    d0  - m m m - - m m  - - - m - - - -
    e0  - m m m - - - -  - - - - - - - -
    """)

  /// Opcodes of XOP in map 10.
  static let xop10 = OpcodeMap(
    """
    10  Z - Z - - - - -  - - - - - - - -
    """)
}
