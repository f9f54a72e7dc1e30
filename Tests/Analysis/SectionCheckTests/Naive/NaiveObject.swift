import TestSupport

/// An object as a list of symbols, so that a naive check can ask all of them about everything.
struct NaiveObject {
  /// A function or a variable, with what its bytes refer to.
  struct Piece {
    var name: String
    var section: String
    /// From the start of the section.
    var offset: Int
    var bytes: [UInt8]
    var references: [Reference]
    /// Operands that no relocation fills in.
    var numbers: [Number] = []
  }

  /// A number in the code that says where an access or a branch goes.
  struct Number {
    /// Where its instruction starts, from the start of the piece.
    var instruction: Int
    /// Where its instruction ends.
    var end: Int
    var value: Int
    /// Whether the instruction has a prefix of FS or GS.
    var isVariable: Bool
  }

  /// A field of a piece that the linker fills in.
  struct Reference {
    /// From the start of the piece.
    var offset: Int
    /// Where its instruction starts; 0 in data.
    var instruction = 0
    var kind: UInt32
    /// The symbol of the relocation: a piece, a section, or what is defined nowhere.
    var symbol: String
    var addend: Int
  }

  var pieces: [Piece] = []
  /// Names of symbols that are numbers, and of common ones.
  var absolute = "number"
  var common = "shared"

  /// The bytes of a section.
  func size(of section: String) -> Int { pieces.reduce(0) { $0 + ($1.section == section ? $1.bytes.count : 0) } }

  /// The same as a file.
  var file: SmallObject {
    var object = SmallObject()
    for piece in pieces {
      object.add(piece.name, in: piece.section, piece.bytes)
      object.append(
        [], to: piece.section,
        piece.references.map {
          .init($0.offset - piece.bytes.count, .init(rawValue: $0.kind), $0.symbol, Int64($0.addend))
        })
    }
    object.absolute(absolute)
    object.common(common)
    return object
  }
}

extension NaiveObject {
  /// An instruction with one relocated field. `extra` is what the addend has besides: minus the bytes from the field to
  /// the end of the instruction if it is relative.
  private struct Template {
    let bytes: [UInt8]
    let field: Int
    let kinds: [UInt32]
    let extra: Int

    init(_ bytes: [UInt8], _ field: Int, _ kinds: [UInt32], _ extra: Int) {
      (self.bytes, self.field, self.kinds, self.extra) = (bytes, field, kinds, extra)
    }
  }

  private static let templates: [Template] = [
    .init([0xe8, 0, 0, 0, 0], 1, [2, 4], -4), .init([0xe9, 0, 0, 0, 0], 1, [2, 4], -4),
    .init([0x0f, 0x84, 0, 0, 0, 0], 2, [2, 4], -4), .init([0x0f, 0x8f, 0, 0, 0, 0], 2, [2, 4], -4),
    .init([0x48, 0x8b, 0x05, 0, 0, 0, 0], 3, [2, 9, 42], -4), .init([0x8b, 0x05, 0, 0, 0, 0], 2, [2, 41], -4),
    .init([0x48, 0x89, 0x0d, 0, 0, 0, 0], 3, [2], -4), .init([0x83, 0x3d, 0, 0, 0, 0, 1], 2, [2], -5),
    .init([0x81, 0x3d, 0, 0, 0, 0, 1, 2, 3, 4], 2, [2], -8), .init([0xc6, 0x05, 0, 0, 0, 0, 5], 2, [2], -5),
    .init([0xf0, 0x48, 0x01, 0x05, 0, 0, 0, 0], 4, [2], -4), .init([0x8b, 0x04, 0x25, 0, 0, 0, 0], 3, [11, 10], 0),
    .init([0x8b, 0x04, 0xbd, 0, 0, 0, 0], 3, [11], 0), .init([0x65, 0x48, 0x8b, 0x05, 0, 0, 0, 0], 4, [2], -4),
    .init([0x65, 0x48, 0x03, 0x04, 0x25, 0, 0, 0, 0], 5, [11], 0), .init([0x48, 0x8d, 0x05, 0, 0, 0, 0], 3, [2], -4),
    .init([0x48, 0x8d, 0x04, 0x25, 0, 0, 0, 0], 4, [11], 0), .init([0x48, 0xc7, 0xc0, 0, 0, 0, 0], 3, [11], 0),
    .init([0xbf, 0, 0, 0, 0], 1, [10], 0), .init([0x48, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0], 2, [1], 0),
    .init([0x48, 0xa1, 0, 0, 0, 0, 0, 0, 0, 0], 2, [1], 0), .init([0x68, 0, 0, 0, 0], 1, [11], 0),
    .init([0x48, 0x81, 0xff, 0, 0, 0, 0], 3, [11], 0), .init([0x48, 0x05, 0, 0, 0, 0], 2, [11], 0),
    .init([0xff, 0x15, 0, 0, 0, 0], 2, [2, 41], -4), .init([0xff, 0x25, 0, 0, 0, 0], 2, [2, 41], -4),
    .init([0xff, 0x24, 0xc5, 0, 0, 0, 0], 3, [11], 0), .init([0xff, 0x05, 0, 0, 0, 0], 2, [2], -4),
    .init([0xe8, 0, 0, 0, 0], 1, [0, 26, 32], -4), .init([0x64, 0x8b, 0x04, 0x25, 0, 0, 0, 0], 4, [23], 0),
    .init([0xff, 0x35, 0, 0, 0, 0], 2, [2], -4),
  ]

  /// The bytes before a number, its size, and those behind it.
  private static let numbers: [(before: [UInt8], size: Int, behind: [UInt8])] = [
    ([0xe8], 4, []), ([0xe9], 4, []), ([0x0f, 0x84], 4, []), ([0xc7, 0xf8], 4, []), ([0xeb], 1, []), ([0x7f], 1, []),
    ([0xe3], 1, []), ([0x48, 0x8b, 0x05], 4, []), ([0x83, 0x3d], 4, [1]), ([0xff, 0x15], 4, []),
    ([0x65, 0x48, 0x8b, 0x04, 0x25], 4, []), ([0x64, 0x8b, 0x04, 0x25], 4, []), ([0x65, 0x48, 0x8b, 0x05], 4, []),
  ]

  private static let codeSections = [
    ".text..exposed", ".text..exposed", ".text..exposed.more", ".entry.text", ".noinstr.text", ".cpuidle.text",
    ".text..gate", ".text..gate.more", ".text", ".text.unlikely", ".ref.text", ".static_call.text", ".init.text",
    ".exit.text", ".altinstr_aux.text",
  ]

  private static let dataSections = [
    ".data", ".bss", ".data..ro_after_init", ".data..percpu", ".data..percpu..read_mostly", ".rodata..private",
    ".rodata..private.more", ".rodata", ".rodata.str1.1", ".data..exposed", ".bss..exposed", ".data..percpu..exposed",
    ".data..percpu..user_mapped", ".data..asi_non_sensitive", ".data..percpu..asi_non_sensitive", ".init.data",
    ".smp_locks", ".orc_unwind", "__bug_table",
  ]

  /// An object of random sections and references.
  static func random(_ random: inout SplitMix64) -> NaiveObject {
    var object = NaiveObject()
    var ends: [String: Int] = [:]
    func add(_ name: String, _ section: String, _ bytes: [UInt8], _ references: [Reference] = []) {
      let offset = ends[section] ?? 0
      object.pieces.append(.init(name: name, section: section, offset: offset, bytes: bytes, references: references))
      ends[section] = offset + bytes.count
    }
    add("__x86_indirect_thunk_rax", ".text..__x86.indirect_thunk", [0xff, 0xe0])
    add("__x86_return_thunk", ".text..__x86.return_thunk", [0xc3])
    if random.oneIn(2) {
      add("jiffies_64", random.pick([".data", ".data..exposed"], or: ".data"), .init(repeating: 0, count: 8))
    }
    for number in 0..<random.number(1...6) {
      let (bytes, references, numbers) = code(&random)
      add("function\(number)", random.pick(codeSections, or: ".text"), bytes, references)
      object.pieces[object.pieces.count - 1].numbers = numbers
    }
    for number in 0..<random.number(1...6) {
      let kinds: [UInt32] = [1, 1, 1, 2, 10, 24]
      let references = [0, 8].map { Reference(offset: $0, kind: random.pick(kinds, or: 1), symbol: "", addend: 0) }
      add("variable\(number)", random.pick(dataSections, or: ".data"), .init(repeating: 0, count: 16), references)
    }
    object.aim(&random)
    return object
  }

  private static func code(_ random: inout SplitMix64) -> ([UInt8], [Reference], [Number]) {
    var bytes: [UInt8] = []
    var references: [Reference] = []
    var numbers: [Number] = []
    for _ in 0..<random.number(1...8) {
      if random.oneIn(6) {
        let (before, size, behind) = random.pick(Self.numbers, or: Self.numbers[0])
        // Not 0, which is taken for what is left of a relocation.
        let value = random.oneIn(3) ? -random.number(1...40) : random.number(1...120)
        let start = bytes.count
        bytes += before + (0..<size).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } + behind
        numbers.append(
          .init(instruction: start, end: bytes.count, value: value, isVariable: [0x64, 0x65].contains(before[0])))
      }
      let template = random.pick(templates, or: templates[0])
      references.append(
        .init(
          offset: bytes.count + template.field, instruction: bytes.count, kind: random.pick(template.kinds, or: 2),
          symbol: "",
          addend: template.extra))
      bytes += template.bytes
      if random.oneIn(3) { bytes += [0x90] }
    }
    return (bytes + [0xc3], references, numbers)
  }

  /// Chooses what each reference leads to.
  private mutating func aim(_ random: inout SplitMix64) {
    let nowhere = [absolute, common, "elsewhere", "jiffies", "__x86_indirect_thunk_r8", "__SCT__away"]
    for piece in pieces.indices {
      for reference in pieces[piece].references.indices {
        let target = random.pick(pieces, or: pieces[0])
        let isOutside = random.oneIn(12)
        let inside = isOutside ? 4096 : random.oneIn(3) ? random.number(0...target.bytes.count - 1) : 0
        switch random.number(0...9) {
        case 0...1: pieces[piece].references[reference].symbol = random.pick(nowhere, or: absolute)
        case 2...4:
          pieces[piece].references[reference].symbol = target.section
          pieces[piece].references[reference].addend += target.offset + inside
        default:
          pieces[piece].references[reference].symbol = target.name
          pieces[piece].references[reference].addend += inside
        }
      }
    }
  }
}
