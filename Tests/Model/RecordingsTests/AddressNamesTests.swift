import PageTables
import Recordings
import TestSupport
import Testing

@Suite struct AddressNamesTests {
  private static let names = AddressNames(
    objects: [
      .init(start: 0x3000, end: 0x7000, kind: "stack", name: "kernel stack"),
      .init(start: 0x1000, end: 0x1040, kind: "slab", name: "pid"),
      .init(start: 0x1040, end: 0x1080, kind: "slab", name: "filp"),
    ],
    types: [
      .init(start: 0x6f58, end: 0x7000, type: "pt_regs", detail: "of the syscall"),
      .init(start: 0x3000, end: 0x7000, type: "stack", detail: "of current"),
      .init(start: 0x1000, end: 0x1040, type: "pid", detail: "current->thread_pid"),
    ],
    members: [
      "pt_regs": [
        .init(offset: 0x88, size: 2, name: "cs|fred_cs.cs:16"), .init(offset: 0x88, size: 8, name: "csx"),
        .init(offset: 0x90, size: 8, name: "flags"),
      ],
      "pid": [
        .init(offset: 0, size: 64, name: "whole"), .init(offset: 4, size: 4, name: "level"),
        .init(offset: 0x10, size: 16, name: "numbers[0]"),
        .init(offset: 0x10, size: 4, name: "numbers[0].nr"),
      ],
    ])

  @Test(
    arguments: [
      (0xfff, nil), (0x1000, "pid"), (0x103f, "pid"), (0x1040, "filp"), (0x107f, "filp"), (0x1080, nil),
      (0x2fff, nil), (0x3000, "kernel stack"), (0x6fff, "kernel stack"), (0x7000, nil), (UInt64.max, nil),
      (0, nil),
    ] as [(UInt64, String?)])
  func objects(address: UInt64, name: String?) {
    #expect(Self.names.object(at: VirtualAddress(address))?.name == name)
  }

  /// A pt_regs range lies inside the stack's: the innermost counts, and after it the outer one again.
  @Test(
    arguments: [
      (0x2fff, nil), (0x3000, "stack"), (0x6f57, "stack"), (0x6f58, "pt_regs"), (0x6fff, "pt_regs"),
      (0x7000, nil),
      (0x1000, "pid"), (0x1040, nil),
    ] as [(UInt64, String?)])
  func innermostType(address: UInt64, type: String?) {
    #expect(Self.names.typedRange(at: VirtualAddress(address))?.type == type)
  }

  /// The one equal to the access; else the smallest around it; none for what nothing covers.
  @Test(
    arguments: [
      (0x6f58 + 0x88, 2, "cs|fred_cs.cs:16"), (0x6f58 + 0x88, 8, "csx"),
      (0x6f58 + 0x88, 4, "cs|fred_cs.cs:16"),
      (0x6f58 + 0x8a, 2, "csx"), (0x6f58 + 0x90, 8, "flags"), (0x6f58 + 0x98, 8, nil), (0x1004, 4, "level"),
      (0x1005, 1, "level"), (0x1000, 64, "whole"), (0x1010, 4, "numbers[0].nr"), (0x1010, 16, "numbers[0]"),
      (0x1014, 4, "numbers[0]"), (0x1030, 8, "whole"),
    ] as [(UInt64, UInt64, String?)])
  func members(address: UInt64, size: UInt64, name: String?) throws {
    let range = try #require(Self.names.typedRange(at: VirtualAddress(address)))
    #expect(Self.names.member(of: range, at: VirtualAddress(address), size: size)?.name == name)
  }

  @Test func aTypeWithoutMembers() throws {
    let range = try #require(Self.names.typedRange(at: VirtualAddress(0x3000)))
    #expect(Self.names.member(of: range, at: VirtualAddress(0x3000), size: 8) == nil)
  }

  @Test func emptiness() {
    #expect(AddressNames().isEmpty)
    #expect(!Self.names.isEmpty)
    #expect(AddressNames().object(at: VirtualAddress(0)) == nil)
    #expect(AddressNames().typedRange(at: VirtualAddress(0)) == nil)
  }

  /// Nested ranges at random: the innermost is the one with the latest start, then the earliest end.
  @Test func randomNests() {
    withSeeds(100) { random in
      var ranges: [AddressNames.TypedRange] = []
      func nest(_ start: UInt64, _ end: UInt64, _ depth: Int) {
        guard end - start >= 4, depth < 5 else { return }
        ranges.append(.init(start: start, end: end, type: "t\(ranges.count)", detail: ""))
        let middle = start + (end - start) / 2
        if !random.oneIn(3) { nest(start + 1, middle, depth + 1) }
        if !random.oneIn(3) { nest(middle, end, depth + 1) }
      }
      nest(8, 8 + UInt64(random.number(4...120)), 0)
      let names = AddressNames(types: ranges.shuffled(using: &random))
      for address in 0..<UInt64(140) {
        let inner = ranges.filter { $0.start <= address && address < $0.end }.min {
          $0.end - $0.start < $1.end - $1.start
        }
        #expect(names.typedRange(at: VirtualAddress(address)) == inner, "address \(address)")
      }
    }
  }

  /// An outer range stays in reach behind however many inner ones.
  @Test(arguments: [1, 63, 64, 65, 200, 1000])
  func anOuterRangeBehindManyInnerOnes(count: Int) {
    let inner = (0..<count).map {
      AddressNames.TypedRange(
        start: 0x1000 + UInt64($0) * 16, end: 0x1008 + UInt64($0) * 16, type: "inner", detail: "")
    }
    let outer = AddressNames.TypedRange(start: 0x1000, end: 0x10_0000, type: "outer", detail: "")
    let names = AddressNames(types: inner + [outer])
    #expect(names.typedRange(at: VirtualAddress(0xf_0000)) == outer)
    #expect(names.typedRange(at: VirtualAddress(0x1000 + UInt64(count - 1) * 16 + 8)) == outer)
  }
}
