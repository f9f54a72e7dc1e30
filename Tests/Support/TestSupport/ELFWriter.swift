/// Writes small ELF core dumps, good and bad, for the tests that read them.
package struct ELFWriter {
  /// A program header and the bytes it is about.
  package struct Piece {
    /// p_type: 1 for PT_LOAD, 4 for PT_NOTE.
    package var kind: UInt32
    /// The physical address.
    package var physical: UInt64
    /// What the file holds.
    package var bytes: [UInt8]
    /// The size in memory; that of the bytes if nil.
    package var memorySize: UInt64?
    /// Where the header says that the bytes are; where they are if nil.
    package var offset: UInt64?
    /// How many bytes the header says there are; as many as there are if nil.
    package var fileSize: UInt64?

    /// Describes a piece; the defaults make it whole.
    package init(
      kind: UInt32 = 1, physical: UInt64 = 0, bytes: [UInt8] = [], memorySize: UInt64? = nil,
      offset: UInt64? = nil, fileSize: UInt64? = nil
    ) {
      self.kind = kind
      self.physical = physical
      self.bytes = bytes
      self.memorySize = memorySize
      self.offset = offset
      self.fileSize = fileSize
    }
  }

  /// e_type: 4 for a core dump.
  package var kind: UInt16 = 4
  /// e_machine: 62 for x86-64.
  package var machine: UInt16 = 62
  /// The program headers, in order.
  package var pieces: [Piece] = []
  /// Whether the number of program headers is written to section header 0 (PN_XNUM).
  package var usesExtendedCount = false

  /// Starts with these pieces.
  package init(_ pieces: [Piece] = []) {
    self.pieces = pieces
  }

  /// The file: header, program headers, section header 0 if needed, then the bytes of the pieces.
  package var file: [UInt8] {
    var file: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9)
    let sections = usesExtendedCount ? UInt64(64 + 56 * pieces.count) : 0
    file += Self.little(kind, 2) + Self.little(machine, 2) + Self.little(1, 4) + Self.little(0, 8)
    file += Self.little(64, 8) + Self.little(sections, 8) + Self.little(0, 4)
    file += Self.little(64, 2) + Self.little(56, 2)
    file += Self.little(usesExtendedCount ? 0xffff : pieces.count, 2) + [UInt8](repeating: 0, count: 6)
    var place = UInt64(64 + 56 * pieces.count + (usesExtendedCount ? 64 : 0))
    for piece in pieces {
      let size = piece.fileSize ?? UInt64(piece.bytes.count)
      file += Self.little(piece.kind, 4) + Self.little(4, 4) + Self.little(piece.offset ?? place, 8)
      file += Self.little(0, 8) + Self.little(piece.physical, 8) + Self.little(size, 8)
      file += Self.little(piece.memorySize ?? size, 8) + Self.little(0, 8)
      place += UInt64(piece.bytes.count)
    }
    if usesExtendedCount {
      var section = [UInt8](repeating: 0, count: 64)
      section.replaceSubrange(44..<48, with: Self.little(pieces.count, 4))
      file += section
    }
    for piece in pieces { file += piece.bytes }
    return file
  }

  /// A note, padded to 4 bytes.
  package static func note(_ owner: String, type: UInt32, _ contents: [UInt8]) -> [UInt8] {
    let name = Array(owner.utf8) + [0]
    func padded(_ bytes: [UInt8]) -> [UInt8] {
      bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
    }
    return little(name.count, 4) + little(contents.count, 4) + little(type, 4) + padded(name)
      + padded(contents)
  }

  /// The note that QEMU writes for a processor; `size` is at least 432.
  package static func qemuNote(
    rip: UInt64 = 0, rsp: UInt64 = 0, cs: UInt64 = 0x33, cr0: UInt64 = 0x8005_0033, cr3: UInt64,
    cr4: UInt64 = 0x35_06f0, rflags: UInt64 = 2, version: UInt32 = 1, size: Int = 440
  ) -> [UInt8] {
    var contents = little(version, 4) + little(size, 4) + [UInt8](repeating: 0, count: size - 8)
    for (offset, value) in [(56, rsp), (136, rip), (144, rflags), (152, cs), (392, cr0), (416, cr3), (424, cr4)] {
      contents.replaceSubrange(offset..<offset + 8, with: little(value, 8))
    }
    return note("QEMU", type: 0, contents)
  }

  /// 512 words, those listed and zeros.
  package static func table(_ words: [Int: UInt64]) -> [UInt8] {
    (0..<512).flatMap { little(words[$0] ?? 0, 8) }
  }

  /// The low `count` bytes of a number, little endian.
  package static func little(_ value: some BinaryInteger, _ count: Int) -> [UInt8] {
    let bits = UInt64(truncatingIfNeeded: value)
    return (0..<count).map { UInt8(truncatingIfNeeded: bits >> UInt64($0 * 8)) }
  }
}
