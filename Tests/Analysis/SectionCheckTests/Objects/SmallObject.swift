import Bytes
import Diagnostics
import ELF
import Isolation
import SectionCheck
import TestSupport

/// An object file that a test puts together from symbols, the way an assembler does.
///
/// Its numbers are those of ``ObjectWriter``: none come from what is tested.
struct SmallObject {
  /// A place that the linker fills in.
  struct Field {
    /// Bytes from the start of the symbol that holds it.
    var offset: Int
    /// R_X86_64_*.
    var kind: ObjectWriter.RelocationKind
    /// A symbol, or a section by its name; what is not defined is undefined.
    var target: String
    /// What is added.
    var addend: Int64

    /// A field of a kind, at an offset.
    init(_ offset: Int, _ kind: ObjectWriter.RelocationKind, _ target: String, _ addend: Int64 = 0) {
      (self.offset, self.kind, self.target, self.addend) = (offset, kind, target, addend)
    }
  }

  private struct Definition {
    let name: String
    let section: String
    let offset: Int
    let size: Int
    let kind: ObjectWriter.SymbolKind
    let isGlobal: Bool
    var isWeak = false
  }

  private enum Elsewhere { case absolute, common }

  private var order: [String] = []
  private var contents: [String: [UInt8]] = [:]
  private var definitions: [Definition] = []
  private var elsewhere: [(name: String, kind: Elsewhere)] = []
  private var fields: [(section: String, field: Field)] = []

  /// Appends a function or an object to a section; `.text` in its name makes it code. Returns where it starts.
  @discardableResult
  mutating func add(
    _ name: String, in section: String, _ bytes: [UInt8], _ fields: Field..., kind: ObjectWriter.SymbolKind? = nil,
    size: Int? = nil, isGlobal: Bool = true, isWeak: Bool = false
  ) -> Int {
    let start = append(bytes, to: section, fields)
    definitions.append(
      Definition(
        name: name, section: section, offset: start, size: size ?? bytes.count,
        kind: kind ?? (Self.isText(section) ? .function : .object), isGlobal: isGlobal, isWeak: isWeak))
    return start
  }

  /// Appends bytes to a section, which get no symbol. Returns where they start.
  @discardableResult
  mutating func append(_ bytes: [UInt8], to section: String, _ fields: [Field] = []) -> Int {
    if contents[section] == nil { order.append(section) }
    let start = contents[section, default: []].count
    contents[section, default: []] += bytes
    for var field in fields {
      field.offset += start
      self.fields.append((section, field))
    }
    return start
  }

  /// Adds a symbol at an offset of a section.
  mutating func label(
    _ name: String, in section: String, at offset: Int, size: Int = 0, kind: ObjectWriter.SymbolKind = .none,
    isGlobal: Bool = false
  ) {
    definitions.append(
      Definition(name: name, section: section, offset: offset, size: size, kind: kind, isGlobal: isGlobal))
  }

  /// Adds a symbol that is a number.
  mutating func absolute(_ name: String) { elsewhere.append((name, .absolute)) }

  /// Adds data that the linker places.
  mutating func common(_ name: String) { elsewhere.append((name, .common)) }

  /// Marks a place of a section: `begin` or `end` of private work.
  mutating func mark(_ edge: String, in section: String, at offset: Int) {
    append([0, 0, 0, 0], to: ".discard.private_\(edge)", [Field(0, .relative32, section, Int64(offset))])
  }

  private static func isText(_ section: String) -> Bool {
    section.contains(".text") || section.hasPrefix(".altinstr_replacement")
  }

  private static func flags(_ section: String) -> ObjectWriter.Flags {
    if section.hasPrefix(".discard") { return [] }
    return isText(section) ? [.allocated, .execute] : [.allocated, .write]
  }

  /// The file as ``ObjectWriter`` has it.
  var writer: ObjectWriter {
    var writer = ObjectWriter()
    var symbols: [String: Int] = [:]
    var sections: [String: Int] = [:]
    for name in order {
      let number = writer.addSection(name, Self.flags(name), contents[name] ?? [])
      sections[name] = number
      symbols[name] = writer.addSectionSymbol(number)
    }
    for symbol in definitions {
      symbols[symbol.name] = writer.addSymbol(
        symbol.name, symbol.kind, in: sections[symbol.section] ?? 0, offset: UInt64(symbol.offset),
        size: UInt64(bitPattern: Int64(symbol.size)), isGlobal: symbol.isGlobal, isWeak: symbol.isWeak)
    }
    for (name, kind) in elsewhere {
      symbols[name] = kind == .absolute ? writer.addAbsolute(name, 0x1000) : writer.addCommon(name, size: 8)
    }
    for (section, field) in fields {
      let symbol = symbols[field.target] ?? writer.addUndefined(field.target)
      symbols[field.target] = symbol
      writer.addRelocation(
        in: sections[section] ?? 0, offset: UInt64(field.offset), field.kind, symbol, addend: field.addend)
    }
    return writer
  }
}

extension ObjectSet {
  /// The files of these, which are named "a.o", "b.o" and so on.
  init(_ objects: SmallObject..., policy: SectionPolicy = .standard) throws(ParseError) {
    var files: [ObjectFile] = []
    for (object, name) in zip(objects, ["a.o", "b.o", "c.o"]) {
      files += try ObjectFile.files(in: FileBytes(name: name, object.writer.bytes()))
    }
    self.init(files, policy: policy)
  }
}

extension ObjectCheck {
  /// The findings of files under a policy.
  init(_ objects: SmallObject, policy: SectionPolicy = .standard, design: Design = .unified) throws(ParseError) {
    self.init(try ObjectSet(objects, policy: policy), policy: policy, design: design)
  }

  /// The lines of all findings.
  var lines: [String] { findings.map(\.line) }
}

extension SectionPolicy {
  /// The standard policy with a text policy.
  static func standard(_ text: Settings.TextPolicy) -> SectionPolicy {
    var policy = SectionPolicy.standard
    policy.text = text
    return policy
  }
}

extension Baseline {
  /// The baseline that knows some findings.
  init(of findings: [ObjectFinding]) {
    self.init()
    for finding in findings { add(finding.baselineLine) }
  }
}
