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
    /// Map 5 of EVEX.
    case vector5
    /// Map 6 of EVEX.
    case vector6
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

  /// Reads an opcode; what VEX, EVEX and XOP say like REX goes to `prefixes`. Nil if it is cut off or chooses no map.
  init?(_ bytes: Span<UInt8>, _ cursor: inout Cursor, _ prefixes: inout Prefixes) {
    guard let first = cursor.next(bytes) else { return nil }
    var map: Map? = .primary
    switch first {
    case 0x0f: map = Self.escaped(bytes, &cursor)
    case 0xc5: map = prefixes.vex2(bytes, &cursor)
    case 0xc4: map = prefixes.vex3(bytes, &cursor)
    case 0x62: map = prefixes.evex(bytes, &cursor)
    case 0x8f:
      // POP has 0 in the bits that are the map's upper ones.
      if let second = cursor.peek(bytes), second & 0x18 != 0 { map = prefixes.xop(bytes, &cursor) }
    default: break
    }
    guard let map else { return nil }
    self.map = map
    if case .primary = map {
      byte = first
    } else {
      guard let last = cursor.next(bytes) else { return nil }
      byte = last
    }
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
    switch map {
    case .primary: OpcodeMap.primary[byte]
    case .escaped: OpcodeMap.escaped[byte]
    case .escaped38: OpcodeMap.escaped38[byte]
    case .escaped3A: OpcodeMap.escaped3A[byte]
    case .vector1: OpcodeMap.vector1[byte]
    case .vector2: OpcodeMap.vector2[byte]
    case .vector3: OpcodeMap.vector3[byte]
    case .vector5: OpcodeMap.vector5[byte]
    case .vector6: OpcodeMap.vector6[byte]
    case .xop8: OpcodeMap.xop8[byte]
    case .xop9: OpcodeMap.xop9[byte]
    case .xop10: OpcodeMap.xop10[byte]
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
