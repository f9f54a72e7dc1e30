/// Core dumps written shortly, so that the fuzzer need not find 4 KiB of zeros: a few registers, pieces and entries.
///
///     cr0, cr4, cr3, CPL | number of pieces | place, size ... | table, index, flags, frame, run ...
enum ShortCore {
  /// The bytes of the file that `input` describes.
  static func file(_ input: ArraySlice<UInt8>) -> [UInt8] {
    var input = input
    func next(_ input: inout ArraySlice<UInt8>) -> UInt64 { UInt64(input.popFirst() ?? 0) }
    let registers = (0..<4).map { _ in next(&input) }
    let pieces = (0..<next(&input) % 4 + 1).map { _ in (place: next(&input), size: next(&input)) }
    var file = header(pieces)
    append(registers, to: &file)
    let start = file.count
    file.append(contentsOf: repeatElement(0, count: tableCount * 4096))
    while input.count >= 4 {
      let place = next(&input)
      let index = Int(place & 7) % tableCount * 512 + Int(next(&input)) + Int(place >> 3 & 1) * 256
      let flags = next(&input)
      let target = next(&input)
      var word = flags & 0x87 | (flags & 8) << 5 | (flags & 0x10) << 59
      word |= (target & 15) << (target & 0x40 != 0 ? 21 : 12) | (target & 0x80) << 44
      // One entry, or a row of them that stand still or count upwards.
      let run = place & 0x80 == 0 ? 1 : 16
      for step in index..<min(index + run, tableCount * 512) {
        put(word, 8, at: start + step * 8, in: &file)
        if place & 0x40 != 0 { word &+= 0x1000 }
      }
    }
    return file
  }

  /// The tables stand behind the note: as many frames from address 0.
  private static let tableCount = 3
  /// The bytes of the note, with its header and the name of its owner.
  private static let noteSize = 12 + 8 + 440

  private static func header(_ pieces: [(place: UInt64, size: UInt64)]) -> [UInt8] {
    let count = UInt64(pieces.count + 2)
    let start = 64 + 56 * count
    var file = [UInt8](repeating: 0, count: Int(start))
    file.reserveCapacity(file.count + noteSize + tableCount * 4096)
    file.replaceSubrange(0..<7, with: [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1])
    let fields: [(Int, UInt64)] = [(16, 4), (18, 62), (20, 1), (32, 64), (52, 64), (54, 56), (56, count)]
    for (offset, value) in fields { put(value, 1, at: offset, in: &file) }
    let tables = start + UInt64(noteSize)
    func program(_ number: Int, _ kind: UInt64, _ offset: UInt64, _ physical: UInt64, _ size: UInt64) {
      let place = 64 + number * 56
      put(kind, 1, at: place, in: &file)
      put(offset, 8, at: place + 8, in: &file)
      put(physical, 8, at: place + 24, in: &file)
      put(size, 8, at: place + 32, in: &file)
      put(size, 8, at: place + 40, in: &file)
    }
    program(0, 4, start, 0, UInt64(noteSize))
    for (number, piece) in pieces.enumerated() {
      // Anywhere, or where there is no physical address.
      let physical = piece.place == 255 ? UInt64.max : (piece.place & 15) << 12
      program(number + 1, 1, tables + (piece.place >> 4) << 12, physical, piece.size << 8)
    }
    program(pieces.count + 1, 1, tables, 0, UInt64(tableCount) * 4096)
    return file
  }

  private static func append(_ registers: [UInt64], to file: inout [UInt8]) {
    let start = file.count
    file.append(contentsOf: repeatElement(0, count: noteSize))
    put(5, 1, at: start, in: &file)
    put(440, 2, at: start + 4, in: &file)
    // Without QEMU's note nobody knows the control registers.
    let isKnown = registers[3] & 0x80 == 0
    put(isKnown ? 0 : 1, 1, at: start + 8, in: &file)
    file.replaceSubrange(start + 12..<start + 16, with: isKnown ? "QEMU".utf8 : "CORE".utf8)
    let cr0 = registers[0] & 1 << 31 ^ 0x8000_0001 | (registers[0] & 2) << 15
    let cr4: UInt64 = (registers[1] & 7) << 20 | (registers[1] & 8) << 9 | (registers[1] & 16) << 13 ^ 0x20
    let values: [(Int, UInt64)] = [
      (144, registers[3] << 16), (152, registers[3] & 3), (392, cr0), (416, (registers[2] & 15) << 12), (424, cr4),
    ]
    for (offset, value) in values { put(value, 8, at: start + 20 + offset, in: &file) }
  }

  /// Writes the low bytes of a value, the lowest first.
  private static func put(_ value: UInt64, _ count: Int, at offset: Int, in file: inout [UInt8]) {
    for index in 0..<count { file[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(index * 8)) }
  }
}
