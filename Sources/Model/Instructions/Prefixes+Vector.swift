/// The prefixes that hold the escapes too.
///
///             7 6 5 4 3 2 1 0   7 6 5 4 3 2 1 0   7 6 5 4 3 2 1 0
///            +-+-------+-+---+
///     C5     |R| vvvv  |L|pp |
///            +-+-+-+---+-+---+ +-+-------+-+---+
///     C4, 8F |R|X|B|  map    | |W| vvvv  |L|pp |
///            +-+-+-+-+-+-----+ +-+-------+-+---+ +-+---+-+-+-----+
///     62     |R|X|B|R|0| map | |W| vvvv  |1|pp | |z|L L|b|V| aaa |
///            +-+-+-+-+-+-----+ +-+-------+-+---+ +-+---+-+-+-----+
///
/// R, X and B are those of REX, inverted. APX, which gives the bits of 62 more meanings and has D5 for a prefix, is not
/// known here.
///
/// Intel SDM vol. 2, sections 2.3.5 and 2.7.1; for XOP, 8F, AMD64 Architecture Programmer's Manual vol. 3, chapter 1.
extension Prefixes {
  /// Reads the byte after C5.
  mutating func vex2(_ bytes: Span<UInt8>, _ cursor: inout Cursor) -> Opcode.Map? {
    guard allowVector, let first = cursor.next(bytes) else { return nil }
    rex = first & 0x80 == 0 ? 4 : 0
    return .vector1
  }

  /// Reads the two bytes after C4.
  mutating func vex3(_ bytes: Span<UInt8>, _ cursor: inout Cursor) -> Opcode.Map? {
    guard allowVector, let first = cursor.next(bytes), let second = cursor.next(bytes) else { return nil }
    takeREX(first, second)
    switch first & 31 {
    case 1: return .vector1
    case 2: return .vector2
    case 3: return .vector3
    default: return nil
    }
  }

  /// Reads the three bytes after 62.
  mutating func evex(_ bytes: Span<UInt8>, _ cursor: inout Cursor) -> Opcode.Map? {
    guard allowVector, let first = cursor.next(bytes), let second = cursor.next(bytes), cursor.next(bytes) != nil,
      second & 4 != 0
    else { return nil }
    takeREX(first, second)
    switch first & 15 {
    case 1: return .vector1
    case 2: return .vector2
    case 3: return .vector3
    case 5: return .vector5
    case 6: return .vector6
    default: return nil
    }
  }

  /// Reads the two bytes after 8F.
  mutating func xop(_ bytes: Span<UInt8>, _ cursor: inout Cursor) -> Opcode.Map? {
    guard allowVector, let first = cursor.next(bytes), let second = cursor.next(bytes) else { return nil }
    takeREX(first, second)
    switch first & 31 {
    case 8: return .xop8
    case 9: return .xop9
    case 10: return .xop10
    default: return nil
    }
  }

  /// Takes the bits that REX has too.
  private mutating func takeREX(_ first: UInt8, _ second: UInt8) {
    rex = ~first >> 5 | second >> 4 & 8
  }
}
