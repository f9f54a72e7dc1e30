// Intel SDM vol. 2, tables; D8, all of which is valid, is not a group. Valid too are DB E0, E1 and E4,
// which do nothing (FENI, FDISI, FSETPM; vol. 3A, "Architecture Compatibility"), and DF C0 to C7, FFREEP of AMD's
// optimization guides.

extension Opcode {
  /// Whether D9 to DF and a ModRM byte are an instruction.
  func isFloatingPoint(_ modRM: ModRM) -> Bool {
    guard modRM.isRegister else {
      return switch (byte, modRM.register) {
      case (0xd9, 1), (0xdb, 4), (0xdb, 6), (0xdd, 5): false
      default: true
      }
    }
    return switch (byte, modRM.rawValue) {
    case (0xd9, 0xd1...0xdf), (0xd9, 0xe2...0xe3), (0xd9, 0xe6...0xe7), (0xd9, 0xef): false
    case (0xda, 0xe0...0xe8), (0xda, 0xea...0xff): false
    case (0xdb, 0xe5...0xe7), (0xdb, 0xf8...0xff): false
    case (0xdc, 0xd0...0xdf): false
    case (0xdd, 0xc8...0xcf), (0xdd, 0xf0...0xff): false
    case (0xde, 0xd0...0xd8), (0xde, 0xda...0xdf): false
    case (0xdf, 0xc8...0xdf), (0xdf, 0xe1...0xe7), (0xdf, 0xf8...0xff): false
    default: true
    }
  }
}
