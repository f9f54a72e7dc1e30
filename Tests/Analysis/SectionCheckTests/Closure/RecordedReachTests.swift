import Isolation
import PageTables
import Recordings
import SectionCheck
import TestSupport
import Testing

/// A closure against a recording that a test makes by hand.
struct RecordedReachTests {
  private static let text = ".text..exposed"
  private static let stack: UInt64 = 0xffff_c900_0000_1000
  private static let data: UInt64 = 0xffff_ffff_8200_0000

  /// `entry`: MOV RAX, [a]; MOV RBX, [RAX]; CALL next; PUSH [b]; RET. `next`: MOV RAX, [b]; RET.
  private static func object(first: String) -> SmallObject {
    var object = SmallObject()
    let entry: [UInt8] = [
      0x48, 0x8b, 0x05, 0, 0, 0, 0, 0x48, 0x8b, 0x18, 0xe8, 0, 0, 0, 0, 0xff, 0x35, 0, 0, 0, 0, 0xc3,
    ]
    object.add(
      "entry", in: text, entry, .init(3, .relative32, first, -4), .init(11, .plt32, "next", -4),
      .init(17, .relative32, "b", -4))
    object.add("next", in: text, [0x48, 0x8b, 0x05, 0, 0, 0, 0, 0xc3], .init(3, .relative32, "b", -4))
    object.label("next_alias", in: text, at: entry.count, kind: .function)
    for name in ["a", "b", "c"] { object.add(name, in: ".data", [UInt8](repeating: 0, count: 8)) }
    return object
  }

  private static func read(_ address: UInt64) -> RecordedAccess {
    RecordedAccess(kind: .read, address: VirtualAddress(address), size: 8, symbol: nil)
  }

  private static func write(_ address: UInt64) -> RecordedAccess {
    RecordedAccess(kind: .write, address: VirtualAddress(address), size: 8, symbol: nil)
  }

  /// Each step with what it accesses, at a privilege level.
  private static func steps(_ list: [(symbol: String, cpl: Int, accesses: [RecordedAccess])]) -> StepTable {
    var steps = StepTable(hasAccesses: true)
    let cr3 = steps.add(CR3(0x4000))
    for (number, step) in list.enumerated() {
      let site = steps.add(
        .init(rip: VirtualAddress(0xffff_ffff_8100_0000), symbol: step.symbol, instruction: nil))
      for access in step.accesses { steps.append(access) }
      steps.append(number: number, site: site, cpl: step.cpl, cr3: cr3, stackPointer: stack, note: nil)
    }
    return steps
  }

  private static let recorded = steps([
    ("user_main", 3, [read(0x1000)]), ("entry", 0, [read(data)]), ("entry+0x7", 0, [read(0xffff_8880_0000_0000)]),
    ("entry+0xa", 0, [write(stack - 8)]), ("next_alias+0x0", 0, [read(data + 8)]),
    ("elsewhere+0x4", 0, [read(data + 16)]),
    ("next+0x7", 0, [read(stack - 8)]), ("entry+0xf", 0, [read(data + 8), write(stack - 8)]), ("", 0, [read(data)]),
    ("entry", 3, [read(data)]),
  ])

  private static func sights(_ reach: RecordedReach, in set: ObjectSet) -> [String] {
    reach.accesses.map { access in
      let sight =
        switch access.sight {
        case .inClosure(let place): "in closure: \(set.name(of: place).symbol)"
        case .missing(let place): "missing: \(set.name(of: place).symbol)"
        case .throughPointer: "through a pointer"
        }
      return "\(access.step) \(access.function)+0x\(String(access.site, radix: 16)) \(sight)"
    }
  }

  @Test func accesses() throws {
    let set = try ObjectSet(Self.object(first: "a"))
    let finder = ClosureFinder(set, policy: .standard)
    let reach = finder.reach(of: try set.closure(of: "entry"), in: Self.recorded)
    // Sites count from the start of the section; `next` is at 0x16.
    #expect(
      Self.sights(reach, in: set) == [
        "1 0+0x0 in closure: a", "2 0+0x7 through a pointer", "3 0+0xa through a pointer", "4 1+0x16 in closure: b",
        "6 1+0x1d through a pointer", "7 0+0xf in closure: b", "7 0+0xf through a pointer",
      ])
    #expect(reach.functions == 2 && !reach.isContradicted)
  }

  /// Symbols of another kernel may say offsets that this one's sections do not have.
  @Test(arguments: [
    "entry+0x1000", "entry+0xffffffffffffffff", "entry+0x7fffffffffffffff", "entry+0x10000000000000000",
  ])
  func beyondTheSection(symbol: String) throws {
    let set = try ObjectSet(Self.object(first: "a"))
    let steps = Self.steps([(symbol, 0, [Self.read(Self.data)])])
    let reach = ClosureFinder(set, policy: .standard).reach(of: try set.closure(of: "entry"), in: steps)
    #expect(reach.accesses.allSatisfy { $0.sight == .throughPointer } && !reach.isContradicted)
    // The last offset does not fit 64 bits, so that all of it is a name, which nothing has.
    #expect(reach.accesses.count == (symbol.hasSuffix("0x10000000000000000") ? 0 : 1))
  }

  /// A closure of other code: what the instruction names is not in it.
  @Test func contradiction() throws {
    let set = try ObjectSet(Self.object(first: "a"))
    let closure = try ObjectSet(Self.object(first: "c")).closure(of: "entry")
    let reach = ClosureFinder(set, policy: .standard).reach(of: closure, in: Self.recorded)
    #expect(Self.sights(reach, in: set).first == "1 0+0x0 missing: a")
    #expect(reach.isContradicted)
  }

  /// A direct call that goes to what the closure does not reach; not so a return, or what interrupts a call.
  @Test(arguments: [
    ("entry+0xa", "other", true), ("entry+0xa", "next", false), ("entry+0xa", "asm_exc_debug", false),
    ("entry+0xa", "nobody", false), ("entry+0x7", "other", false), ("entry+0x15", "other+0x4", false),
  ])
  func missingCall(from: String, to: String, isMissing: Bool) throws {
    var object = Self.object(first: "a")
    object.add("other", in: ".text", [0x90, 0x90, 0x90, 0x90, 0xc3])
    object.add("asm_exc_debug", in: ".entry.text", [0xc3])
    let set = try ObjectSet(object)
    let steps = Self.steps([(from, 0, []), (to, 0, [])])
    let reach = ClosureFinder(set, policy: .standard).reach(of: try set.closure(of: "entry"), in: steps)
    #expect(reach.missingCalls.map(\.callee) == (isMissing ? ["other"] : []))
    #expect(reach.isContradicted == isMissing)
  }
}
