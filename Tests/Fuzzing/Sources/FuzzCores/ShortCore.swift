/// Core dumps written shortly, so that the fuzzer need not find 4 KiB of zeros: a few registers, pieces and entries.
///
///     cr0, cr4, cr3, CPL | number of pieces | place, size ... | table, index, flags, frame, run ...
enum ShortCore {
  /// The bytes of the file that `input` describes.
  static func file(_ input: ArraySlice<UInt8>) -> [UInt8] {
    var input = input
    func next(_ input: inout ArraySlice<UInt8>) -> UInt64 { UInt64(input.popFirst() ?? 0) }
    let registers = (0..<4).map { _ in next(&input) }
    let note = note(registers)
    let pieces = (0..<next(&input) % 4 + 1).map { _ in (place: next(&input), size: next(&input)) }
    let tables = 5
    var words = [UInt64](repeating: 0, count: tables * 512)
    while input.count >= 4 {
      let place = next(&input)
      let index = Int(place & 7) % tables * 512 + Int(next(&input)) + Int(place >> 3 & 1) * 256
      let flags = next(&input)
      let target = next(&input)
      var word = flags & 0x87 | (flags & 8) << 5 | (flags & 0x10) << 59
      word |= (target & 15) << (target & 0x40 != 0 ? 21 : 12) | (target & 0x80) << 44
      // One entry, or a row of them that stand still or count upwards.
      let run = place & 0x80 == 0 ? 1 : 16
      for step in 0..<run where index + step < words.count {
        words[index + step] = word
        if place & 0x40 != 0 { word &+= 0x1000 }
      }
    }
    return header(note, pieces) + words.withUnsafeBytes { Array($0) }
  }

  private static func header(_ note: [UInt8], _ pieces: [(place: UInt64, size: UInt64)]) -> [UInt8] {
    let start = UInt64(64 + 56 * (pieces.count + 2))
    var file: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9)
    file += little(4, 2) + little(62, 2) + little(1, 4) + little(0, 8) + little(64, 8) + little(0, 12)
    file += little(64, 2) + little(56, 2) + little(UInt64(pieces.count + 2), 2) + little(0, 6)
    let tables = start + UInt64(note.count)
    func program(_ kind: UInt64, _ offset: UInt64, _ physical: UInt64, _ size: UInt64) {
      file += little(kind, 8) + little(offset, 8) + little(0, 8) + little(physical, 8)
      file += little(size, 8) + little(size, 8) + little(0, 8)
    }
    program(4, start, 0, UInt64(note.count))
    for piece in pieces {
      // Anywhere, or where there is no physical address.
      let physical = piece.place == 255 ? UInt64.max : (piece.place & 15) << 12
      program(1, tables + (piece.place >> 4) << 12, physical, piece.size << 8)
    }
    program(1, tables, 0, 5 * 4096)
    return file + note
  }

  private static func note(_ registers: [UInt64]) -> [UInt8] {
    var contents = [UInt8](repeating: 0, count: 440)
    let cr0 = registers[0] & 1 << 31 ^ 0x8000_0001 | (registers[0] & 2) << 15
    let cr4: UInt64 = (registers[1] & 7) << 20 | (registers[1] & 8) << 9 | (registers[1] & 16) << 13 ^ 0x20
    let values: [(Int, UInt64)] = [
      (144, registers[3] << 16), (152, registers[3] & 3), (392, cr0), (416, (registers[2] & 15) << 12), (424, cr4),
    ]
    for (offset, value) in values { contents.replaceSubrange(offset..<offset + 8, with: little(value, 8)) }
    // Without the note nobody knows.
    let owner: [UInt8] = registers[3] & 0x80 == 0 ? Array("QEMU".utf8) : Array("CORE".utf8)
    return little(5, 4) + little(440, 4) + little(owner[0] == 0x51 ? 0 : 1, 4) + owner + little(0, 4) + contents
  }

  private static func little(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> UInt64($0 * 8)) : 0 }
  }
}
