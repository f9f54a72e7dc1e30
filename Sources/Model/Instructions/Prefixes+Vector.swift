/// The prefixes that hold the escapes too.
///
///             7 6 5 4 3 2 1 0   7 6 5 4 3 2 1 0   7 6 5 4 3 2 1 0
///            +-+-------+-+---+
///     C5     |R| vvvv  |L|pp |
///            +-+-+-+---+-+---+ +-+-------+-+---+
///     C4, 8F |R|X|B|  map    | |W| vvvv  |L|pp |
///            +-+-+-+-+-+-----+ +-+-------+-+---+ +-+---+-+-+-----+
///     62     |R|X|B|R|B| map | |W| vvvv  |X|pp | |z|L L|b|V| aaa |
///            +-+-+-+-+-+-----+ +-+-------+-+---+ +-+---+-+-+-----+
///     D5     |M|R|X|B|W|R|X|B|
///            +-+-+-+-+-+-+-+-+
///
/// R, X and B are those of REX, inverted but in D5; the second ones of 62 and the first of D5 are the fifth bits of APX,
/// of which B is not inverted in 62. D5, REX2, has M for the map: nothing or 0F.
///
/// Intel SDM vol. 2, sections 2.3.5 and 2.7.1; Intel APX Architecture Specification (355828), sections 3.1.1 and 3.1.2; for
/// XOP, 8F, AMD64 Architecture Programmer's Manual vol. 3, chapter 1.
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
    case 5: return .vector5
    case 7: return .vector7
    default: return nil
    }
  }

  /// Reads the three bytes after 62.
  mutating func evex(_ bytes: Span<UInt8>, _ cursor: inout Cursor) -> Opcode.Map? {
    guard allowVector, let first = cursor.next(bytes), let second = cursor.next(bytes), cursor.next(bytes) != nil
    else { return nil }
    takeREX(first, second)
    extendsIndexTwice = second & 4 == 0
    switch first & 7 {
    case 1: return .vector1
    case 2: return .vector2
    case 3: return .vector3
    case 4:
      // pp is prefix 66 here, not a part of the opcode.
      operandSize = second & 3 == 1
      return .vector4
    case 5: return .vector5
    case 6: return .vector6
    case 7: return .vector7
    default: return nil
    }
  }

  /// Reads the byte after D5.
  mutating func rex2(_ bytes: Span<UInt8>, _ cursor: inout Cursor) -> Opcode.Map? {
    guard !hasREX, let payload = cursor.next(bytes) else { return nil }
    rex = payload & 15
    extendsIndexTwice = payload & 0x20 != 0
    hasREX2 = true
    return payload & 0x80 == 0 ? .primary : .escaped
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
