import Bytes
import Diagnostics
import ELF
import Isolation
import Reports
import SectionCheck
import TestSupport

/// An object file with entries that need something, and ones that need nothing.
enum ClosedObject {
  /// A piece of code and the fields in it, by their offset.
  private struct Piece {
    var name: String
    var code: [UInt8]
    var fields: [(offset: UInt64, kind: ObjectWriter.RelocationKind, symbol: String, addend: Int64)] = []
  }

  private static let field: [UInt8] = [0, 0, 0, 0]

  /// By section. A call is e8, a jump e9, a read 8b 05, an address 48 c7 c7; ff d0 is call *%rax, c3 ret.
  private static let pieces: [(section: String, pieces: [Piece])] = [
    (
      ".text..exposed",
      [
        Piece(
          name: "__x64_sys_clean", code: [0x8b, 0x05] + field + [0xc3],
          fields: [(2, .relative32, "shown", -4)]),
        Piece(
          name: "__x64_sys_gated", code: [0xe8] + field + [0xc3], fields: [(1, .plt32, "gate_work", -4)]),
        Piece(
          name: "__x64_sys_parted", code: [0xe9] + field, fields: [(1, .plt32, "__x64_sys_parted.cold", -4)]),
        Piece(name: "__x64_sys_maybe", code: [0xff, 0xd0, 0xc3]),
        Piece(
          name: "asm_exc_demo", code: [0x48, 0xc7, 0xc7] + field + [0xe8] + field + [0xc3],
          fields: [(3, .signed32, "secret", 0), (8, .plt32, "elsewhere", -4)]),
      ]
    ),
    (".text..gate", [Piece(name: "gate_work", code: [0xc3])]),
    (
      ".text",
      [
        Piece(
          name: "__x64_sys_demo", code: [0xe8] + field + [0xc3], fields: [(1, .plt32, "helper", -4)]),
        Piece(
          name: "helper", code: [0x8b, 0x05] + field + [0x8b, 0x05] + field + [0xff, 0xd0, 0xe9] + field,
          fields: [
            (2, .relative32, "secret", -4), (8, .relative32, "other", -4), (15, .plt32, "helper.cold", -4),
          ]),
      ]
    ),
    (
      ".text.unlikely",
      [Piece(name: "helper.cold", code: [0xc3]), Piece(name: "__x64_sys_parted.cold", code: [0xc3])]
    ),
  ]

  private static let bytes: [UInt8] = {
    var object = ObjectWriter()
    var symbols: [String: Int] = [:]
    var sections: [String: Int] = [:]
    for (name, pieces) in pieces {
      let section = object.addSection(name, [.allocated, .execute], pieces.flatMap(\.code))
      sections[name] = section
      var offset: UInt64 = 0
      for piece in pieces {
        let size = UInt64(piece.code.count)
        symbols[piece.name] = object.addSymbol(
          piece.name, .function, in: section, offset: offset, size: size, isGlobal: true)
        offset += size
      }
    }
    for (name, section) in [("secret", ".data"), ("other", ".data..once"), ("shown", ".data..exposed")] {
      let number = object.addSection(section, [.allocated, .write], [0, 0, 0, 0])
      symbols[name] = object.addSymbol(name, .object, in: number, size: 4, isGlobal: true)
    }
    symbols["elsewhere"] = object.addUndefined("elsewhere")
    for (name, pieces) in pieces {
      var start: UInt64 = 0
      for piece in pieces {
        for field in piece.fields {
          object.addRelocation(
            in: sections[name] ?? 0, offset: start + field.offset, field.kind, symbols[field.symbol] ?? 0,
            addend: field.addend)
        }
        start += UInt64(piece.code.count)
      }
    }
    return object.bytes()
  }()

  /// The file as a set.
  static func set() throws(ParseError) -> ObjectSet {
    ObjectSet(try ObjectFile.files(in: FileBytes(name: "a.o", bytes)), policy: .standard)
  }

  /// The closure of an entry; nil if there is no such symbol.
  static func closure(
    _ name: String, _ set: ObjectSet, text: Settings.TextPolicy = .public, design: Design = .unified
  ) -> Closure? {
    guard let place = set.places(where: { $0 == name }).first?.place else { return nil }
    var policy = SectionPolicy.standard
    policy.text = text
    var finder = ClosureFinder(set, policy: policy, design: design)
    return finder.closure(of: name, at: place)
  }
}
