/// Writes ELF object files for x86-64, for the tests that read them.
///
///     var object = ObjectWriter()
///     let text = object.addSection(".text..exposed", [.allocated, .execute], [0xe8, 0, 0, 0, 0])
///     let bar = object.addUndefined("bar")
///     object.addSymbol("foo", .function, in: text, size: 5, isGlobal: true)
///     object.addRelocation(in: text, offset: 1, .plt32, bar, addend: -4)
///     let bytes = object.bytes()
///
/// Sections and symbols have the numbers that adding them returns, from 1. The sections of relocations, symbols and names
/// follow. Local symbols are not put in front of global ones, as linkers want it. Its numbers are its own, from System V gABI,
/// chapter 4, and the AMD64 supplement, so that it does not share mistakes with the reader.
package struct ObjectWriter: Sendable {
  /// e_type.
  package enum Kind: UInt16, Sendable {
    /// ET_REL.
    case relocatable = 1
    /// ET_EXEC; offsets are written as addresses, and relocations as `--emit-relocs` leaves them.
    case executable = 2
    /// ET_DYN; as ET_EXEC.
    case shared = 3
    /// ET_CORE.
    case core = 4
  }

  /// Bits of sh_flags.
  package struct Flags: OptionSet, Sendable {
    /// The bits.
    package let rawValue: UInt64

    /// Wraps bits.
    package init(rawValue: UInt64) {
      self.rawValue = rawValue
    }

    /// SHF_WRITE.
    package static let write = Flags(rawValue: 1)
    /// SHF_ALLOC.
    package static let allocated = Flags(rawValue: 2)
    /// SHF_EXECINSTR.
    package static let execute = Flags(rawValue: 4)
  }

  /// What a symbol names.
  package enum SymbolKind: UInt8, Sendable {
    /// STT_NOTYPE, STT_OBJECT, STT_FUNC, STT_SECTION, STT_FILE.
    case none, object, function, section, file
    /// STT_GNU_IFUNC.
    case indirectFunction = 10
  }

  /// The number of a relocation's type.
  package struct RelocationKind: RawRepresentable, Sendable {
    /// The number.
    package let rawValue: UInt32

    /// Wraps a number.
    package init(rawValue: UInt32) {
      self.rawValue = rawValue
    }

    /// R_X86_64_NONE.
    package static let none = RelocationKind(rawValue: 0)
    /// R_X86_64_64.
    package static let absolute64 = RelocationKind(rawValue: 1)
    /// R_X86_64_PC32.
    package static let relative32 = RelocationKind(rawValue: 2)
    /// R_X86_64_PLT32.
    package static let plt32 = RelocationKind(rawValue: 4)
    /// R_X86_64_GOTPCREL.
    package static let gotRelative = RelocationKind(rawValue: 9)
    /// R_X86_64_32.
    package static let absolute32 = RelocationKind(rawValue: 10)
    /// R_X86_64_32S.
    package static let signed32 = RelocationKind(rawValue: 11)
    /// R_X86_64_PC64.
    package static let relative64 = RelocationKind(rawValue: 24)
    /// R_X86_64_GOTPCRELX.
    package static let gotRelativeRelaxed = RelocationKind(rawValue: 41)
    /// R_X86_64_REX_GOTPCRELX.
    package static let gotRelativeRelaxedREX = RelocationKind(rawValue: 42)
  }

  /// A section as it is written.
  struct Section {
    var name: String
    var type: UInt32
    var flags: Flags
    var bytes: [UInt8]
    var size: UInt64
    var address: UInt64 = 0
    var link: UInt32 = 0
    var info: UInt32 = 0
    var entrySize: UInt64 = 0
  }

  /// A symbol as it is written; the section's number may be a reserved one.
  struct Symbol {
    var name: String
    var info: UInt8
    var section: Int
    var isReserved: Bool
    var value: UInt64
    var size: UInt64
  }

  /// A relocation as it is written.
  struct Relocation {
    var offset: UInt64
    var kind: UInt32
    var symbol: Int
    var addend: Int64
  }

  /// e_type.
  package var kind: Kind
  /// Whether the numbers of sections stand where there is room for any, though 16 bits would do.
  package var usesExtendedNumbers = false
  /// Section 0 and those that were added.
  private(set) var sections = [Section(name: "", type: 0, flags: [], bytes: [], size: 0)]
  /// Symbol 0 and those that were added.
  private(set) var symbols = [
    Symbol(name: "", info: 0, section: 0, isReserved: true, value: 0, size: 0)
  ]
  /// By the section that is filled in.
  private(set) var relocations: [Int: [Relocation]] = [:]

  /// Starts without sections.
  package init(_ kind: Kind = .relocatable) {
    self.kind = kind
  }
}

extension ObjectWriter {
  /// Adds a section and returns its number; `type` is sh_type: 1 for contents, 8 for zeros, of which there are `size`.
  @discardableResult
  package mutating func addSection(
    _ name: String, _ flags: Flags = .allocated, _ bytes: [UInt8] = [], type: UInt32 = 1, size: UInt64? = nil,
    address: UInt64 = 0
  ) -> Int {
    sections.append(
      Section(
        name: name, type: type, flags: flags, bytes: bytes, size: size ?? UInt64(bytes.count), address: address))
    return sections.count - 1
  }

  /// Adds a symbol of a section and returns its number; `offset` and `size` in bytes. A weak one is global, too.
  @discardableResult
  package mutating func addSymbol(
    _ name: String, _ kind: SymbolKind = .none, in section: Int, offset: UInt64 = 0, size: UInt64 = 0,
    isGlobal: Bool = false, isWeak: Bool = false
  ) -> Int {
    let start = self.kind == .relocatable ? 0 : sections[section].address
    return add(
      Symbol(
        name: name, info: kind.rawValue | (isWeak ? 32 : isGlobal ? 16 : 0), section: section, isReserved: false,
        value: start &+ offset, size: size))
  }

  /// Adds the symbol that names a section, and returns its number.
  package mutating func addSectionSymbol(_ section: Int) -> Int {
    addSymbol("", .section, in: section)
  }

  /// Adds a symbol of another file and returns its number.
  package mutating func addUndefined(_ name: String) -> Int {
    add(Symbol(name: name, info: 16, section: 0, isReserved: true, value: 0, size: 0))
  }

  /// Adds a symbol that is a number, and returns its own.
  @discardableResult
  package mutating func addAbsolute(_ name: String, _ value: UInt64) -> Int {
    add(Symbol(name: name, info: 16, section: 0xfff1, isReserved: true, value: value, size: 0))
  }

  /// Adds data of `size` bytes that the linker places, aligned to `alignment`, and returns its number.
  package mutating func addCommon(_ name: String, size: UInt64, alignment: UInt64 = 8) -> Int {
    add(Symbol(name: name, info: 17, section: 0xfff2, isReserved: true, value: alignment, size: size))
  }

  /// Adds a relocation of a section; `offset` is where in it, in bytes.
  package mutating func addRelocation(
    in section: Int, offset: UInt64, _ kind: RelocationKind, _ symbol: Int, addend: Int64 = 0
  ) {
    let start = self.kind == .relocatable ? 0 : sections[section].address
    relocations[section, default: []].append(
      Relocation(offset: start &+ offset, kind: kind.rawValue, symbol: symbol, addend: addend))
  }

  private mutating func add(_ symbol: Symbol) -> Int {
    symbols.append(symbol)
    return symbols.count - 1
  }
}
