/// An opcode: one byte in one of the maps, after the bytes that choose the map.
struct Opcode {
  /// The maps, by what chooses them.
  enum Map {
    /// Nothing.
    case primary
    /// 0F.
    case escaped
    /// 0F 38.
    case escaped38
    /// 0F 3A.
    case escaped3A
    /// Map 1 of VEX or EVEX.
    case vector1
    /// Map 2 of VEX or EVEX.
    case vector2
    /// Map 3 of VEX or EVEX.
    case vector3
    /// Map 4 of EVEX: what APX takes over from the maps without VEX.
    case vector4
    /// Map 5 of VEX or EVEX.
    case vector5
    /// Map 6 of EVEX.
    case vector6
    /// Map 7 of VEX or EVEX.
    case vector7
    /// Map 8 of XOP.
    case xop8
    /// Map 9 of XOP.
    case xop9
    /// Map 10 of XOP.
    case xop10
  }

  /// The map.
  let map: Map
  /// The byte in the map.
  let byte: UInt8
  /// Whether it is JMPABS, which is A1 after REX2.
  let isAbsoluteJump: Bool

  /// Reads an opcode; what VEX, EVEX, XOP and REX2 say like REX goes to `prefixes`. Nil if it is cut off or chooses no map.
  init?(_ bytes: Span<UInt8>, _ cursor: inout Cursor, _ prefixes: inout Prefixes) {
    guard let first = cursor.next(bytes) else { return nil }
    var map: Map? = .primary
    switch first {
    case 0x0f: map = Self.escaped(bytes, &cursor)
    case 0xc5: map = prefixes.vex2(bytes, &cursor)
    case 0xc4: map = prefixes.vex3(bytes, &cursor)
    case 0x62: map = prefixes.evex(bytes, &cursor)
    case 0xd5: map = prefixes.rex2(bytes, &cursor)
    case 0x8f:
      // POP has 0 in the bits that are the map's upper ones.
      if let second = cursor.peek(bytes), second & 0x18 != 0 { map = prefixes.xop(bytes, &cursor) }
    default: break
    }
    guard let map else { return nil }
    self.map = map
    if case .primary = map, !prefixes.hasREX2 {
      byte = first
    } else {
      guard let last = cursor.next(bytes) else { return nil }
      byte = last
    }
    isAbsoluteJump = prefixes.hasREX2 && map == .primary && byte == 0xa1
    if prefixes.hasREX2, !isAbsoluteJump, !isAllowedAfterREX2 { return nil }
  }

  /// The map that 0F chooses, alone or with the byte after it.
  private static func escaped(_ bytes: Span<UInt8>, _ cursor: inout Cursor) -> Map {
    switch cursor.peek(bytes) {
    case 0x38:
      cursor.place += 1
      return .escaped38
    case 0x3a:
      cursor.place += 1
      return .escaped3A
    default: return .escaped
    }
  }

  /// What follows the opcode, before groups are told apart.
  var form: Form {
    if isAbsoluteJump { return .target }
    return switch map {
    case .primary: OpcodeMap.primary[byte]
    case .escaped: OpcodeMap.escaped[byte]
    case .escaped38: OpcodeMap.escaped38[byte]
    case .escaped3A: OpcodeMap.escaped3A[byte]
    case .vector1: OpcodeMap.vector1[byte]
    case .vector2: OpcodeMap.vector2[byte]
    case .vector3: OpcodeMap.vector3[byte]
    case .vector4: OpcodeMap.vector4[byte]
    case .vector5: OpcodeMap.vector5[byte]
    case .vector6: OpcodeMap.vector6[byte]
    case .vector7: OpcodeMap.vector7[byte]
    case .xop8: OpcodeMap.xop8[byte]
    case .xop9: OpcodeMap.xop9[byte]
    case .xop10: OpcodeMap.xop10[byte]
    }
  }

  /// Whether an opcode may stand after REX2: no prefix and no escape, and not in some rows.
  ///
  /// Intel APX Architecture Specification (355828), section 3.1.2.1.
  private var isAllowedAfterREX2: Bool {
    switch (map, byte >> 4) {
    case (.primary, 0x4), (.primary, 0x7), (.primary, 0xa), (.primary, 0xe), (.escaped, 0x3), (.escaped, 0x8): false
    // A second one, and the prefixes that hold the escapes too.
    case (.primary, _): ![0x62, 0xc4, 0xc5, 0xd5].contains(byte) && form != .prefix
    default: true
    }
  }

  /// Whether the index of a SIB byte is a vector register, all 8 numbers of which exist: gathers and scatters.
  var hasVectorIndex: Bool {
    guard case .vector2 = map else { return false }
    switch byte {
    case 0x90...0x93, 0xa0...0xa3, 0xc6, 0xc7: return true
    default: return false
    }
  }
}
