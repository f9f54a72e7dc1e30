import ELF

extension Relocation.Kind {
  /// Whether it leads somewhere that can be told.
  var counts: Bool {
    switch meaning {
    case .nothing, .unread: false
    case .address, .distance, .pointerDistance, .pointerOffset, .offset, .stubOffset: true
    }
  }

  /// Whether it is relative to the instruction.
  var isRelative: Bool { meaning == .distance || meaning == .pointerDistance }

  /// Whether it leads to a pointer that the linker makes, not to the symbol itself.
  var isThroughTable: Bool { meaning == .pointerDistance || meaning == .pointerOffset }
}
