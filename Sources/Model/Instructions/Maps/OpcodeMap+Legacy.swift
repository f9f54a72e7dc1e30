// Intel SDM vol. 2, tables, in 64-bit mode. A form holds if it does with any of the prefixes 66, F2, F3.

extension OpcodeMap {
  /// Opcodes of one byte.
  static let primary = OpcodeMap(
    """
    00  m m m m b z - -  m m m m b z - p
    10  m m m m b z - -  m m m m b z - -
    20  m m m m b z p -  m m m m b z p -
    30  m m m m b z p -  m m m m b z p -
    40  p p p p p p p p  p p p p p p p p
    50  n n n n n n n n  n n n n n n n n
    60  - - p m p p p p  z Z b B n n n n
    70  j j j j j j j j  j j j j j j j j
    80  B Z - B m m m m  m m m m g a g g
    90  n n n n n n n n  n n - n n n n n
    a0  o o o o n n n n  b z n n n n n n
    b0  b b b b b b b b  v v v v v v v v
    c0  B B w n p p g g  e n w n n b - n
    d0  m m m m - - - n  m g g g g g g g
    e0  j j j j b b b b  J J - j n n n n
    f0  p n p p n n g g  n n n n n n g g
    """)

  /// Opcodes after 0F. 0E and 0F are AMD's 3DNow!, A6 and A7 are VIA's PadLock.
  static let escaped = OpcodeMap(
    """
    00  g g m m - n n n  n n - n - h n D
    10  m m m x m m m x  h h h h h h h h
    20  c c c c - - - -  m m m x m m m m
    30  n n n n n n - n  p - p - - - - -
    40  m m m m m m m m  m m m m m m m m
    50  r m m m m m m m  m m m m m m m m
    60  m m m m m m m m  m m m m m m m m
    70  B g g g m m m n  g g - - m m m m
    80  J J J J J J J J  J J J J J J J J
    90  m m m m m m m m  m m m m m m m m
    a0  n n n m B m g g  n n n m B m g m
    b0  m m x m x x m m  g h g m m m m m
    c0  m m B x B R B g  n n n n n n n n
    d0  m m m m m m m r  m m m m m m m m
    e0  m m m m m m m x  m m m m m m m m
    f0  x m m m m m m r  m m m m m m m h
    """)

  /// Opcodes after 0F 38.
  static let escaped38 = OpcodeMap(
    """
    00  m m m m m m m m  m m m m - - - -
    10  m - - - m m - m  - - - - m m m -
    20  m m m m m m - -  m m x m - - - -
    30  m m m m m m - m  m m m m m m m m
    40  m m - - - - - -  - - - - - - - -
    80  x x x - - - - -  - - x x - - - -
    c0  - - - - - - - -  m m m m m m - m
    d0  - - - - - - - -  x - - m m m m m
    f0  m m - - - x m -  m x m m x - - -
    """)

  /// Opcodes after 0F 3A.
  static let escaped3A = OpcodeMap(
    """
    00  - - - - - - - -  B B B B B B B B
    10  - - - - B B B B  - - - - - - - -
    20  B B B - - - - -  - - - - - - - -
    40  B B B - B - - -  - - - - - - - -
    60  B B B B - - - -  - - - - - - - -
    c0  - - - - - - - -  - - - - B - B B
    d0  - - - - - - - -  - - - - - - - B
    f0  B - - - - - - -  - - - - - - - -
    """)
}
