import Bytes
import ELF
import Instructions

/// Recognises a jump through a table of distances, as compilers write it for code that may be anywhere:
///
///     lea    table(%rip), %rdx
///     movslq (%rdx,%rax,4), %rax
///     add    %rdx, %rax
///     jmp    *%rax
///
/// The last three stand one after the other. The first one may stand anywhere before, if nothing in between changes the
/// register: what jumps to a place in between is not known.
struct RegisterJumps {
  /// By register, of what the code has taken the address; of more than `limit` the register says nothing.
  private var addresses: [UInt8: [ObjectPlace]] = [:]
  /// The registers that were changed since the code took an address into them.
  private var changed: RegisterSet = []
  /// The most tables that one register may have the start of.
  private static let limit = 8
  /// After MOVSXD: the register with the start of the table, the one with the distance, and the tables that it can be;
  /// then whether they are added.
  private var loaded: Loaded?
  private var isAdded = false

  /// Notes an instruction whose bytes start at `place` of the file, and where a LEA in it leads to. Gives the places of
  /// the tables if it is such a jump; none if it is none.
  mutating func note(
    _ bytes: Span<UInt8>, _ instruction: Instruction, at place: Int, leads: ObjectPlace?
  ) -> [ObjectPlace] {
    let before = (loaded, isAdded)
    (loaded, isAdded) = (nil, false)
    let end = place + instruction.length
    var place = place
    if instruction.flow == .indirectJump {
      // NOTRACK, and a REX of R8 to R15.
      if bytes[place] == 0x3e { place += 1 }
      guard let jump = Self.register(bytes, place, end), jump.opcode == 0xff, jump.mod == 3 else { return [] }
      guard before.1, let values = before.0, values.value == jump.low else { return [] }
      return values.tables.count <= Self.limit ? values.tables : []
    }
    let wasChanged = changed
    changed.formUnion(.changed(by: bytes, from: place, to: end))
    guard instruction.flow == .next, let code = Self.register(bytes, place, end) else { return [] }
    switch code.opcode {
    case 0x8d: if let leads, code.mod == 0, code.isWide { take(leads, code.high) }
    case 0x63 where code.isWide && code.mod == 0 && code.scale == 2:
      let isKnown = !wasChanged.contains(RegisterSet(code.base))
      loaded = (code.base, code.high, isKnown ? addresses[code.base] ?? [] : [])
    case 0x01 where code.isWide && code.mod == 3: add(code.high, to: code.low, before.0)
    case 0x03 where code.isWide && code.mod == 3: add(code.low, to: code.high, before.0)
    default: break
    }
    return []
  }

  private mutating func take(_ place: ObjectPlace, _ register: UInt8) {
    changed.remove(RegisterSet(register))
    let known = addresses[register] ?? []
    if known.count <= Self.limit, !known.contains(place) { addresses[register] = known + [place] }
  }

  private mutating func add(_ one: UInt8, to other: UInt8, _ before: Loaded?) {
    guard let before, Set([before.table, before.value]) == [one, other], one != other else { return }
    loaded = (before.table, other, before.tables)
    isAdded = true
  }

  private typealias Loaded = (table: UInt8, value: UInt8, tables: [ObjectPlace])
  private typealias Code = (
    opcode: UInt8, isWide: Bool, mod: UInt8, high: UInt8, low: UInt8, base: UInt8, scale: UInt8
  )

  /// An opcode of one byte with ModRM, after REX or nothing, its registers, and those of SIB.
  private static func register(_ bytes: Span<UInt8>, _ place: Int, _ end: Int) -> Code? {
    let rex = bytes[place] & 0xf0 == 0x40 ? bytes[place] : 0
    let start = rex == 0 ? place : place + 1
    guard start + 1 < end else { return nil }
    let modRM = bytes[start + 1]
    let sib = modRM & 7 == 4 && modRM < 0xc0 && start + 2 < end ? bytes[start + 2] : 0
    return (
      bytes[start], rex & 8 != 0, modRM >> 6, modRM >> 3 & 7 | rex << 1 & 8, modRM & 7 | rex << 3 & 8,
      sib & 7 | rex << 3 & 8, sib == 0 ? 0 : sib >> 6
    )
  }
}
