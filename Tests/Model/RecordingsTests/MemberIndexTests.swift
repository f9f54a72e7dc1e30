import PageTables
import Recordings
import TestSupport
import Testing

/// Names are found as a plain search finds them, however ranges and members overlap.
@Suite struct MemberIndexTests {
  @Test func anyOverlaps() { withSeeds(8, check) }

  private func check(_ random: inout SplitMix64) {
    func number(_ limit: UInt64) -> UInt64 { random.next() % limit }
    let members = (0..<30).map { index in
      AddressNames.Member(offset: number(40), size: number(12), name: "m\(index)")
    }
    let types = (0..<20).map { index in
      let start = 0x1000 + number(60)
      return AddressNames.TypedRange(start: start, end: start + 1 + number(40), type: "t", detail: "\(index)")
    }
    let names = AddressNames(types: types, members: ["t": members])
    for address in UInt64(0xff0)..<0x1080 {
      let found = names.typedRange(at: VirtualAddress(address))
      let sorted = types.sorted { ($0.start, $1.end) < ($1.start, $0.end) }
      #expect(found == sorted.last { $0.start <= address && address < $0.end })
      guard let found else { continue }
      for size in UInt64(0)..<12 {
        let offset = address - found.start
        let exact = members.first { $0.offset == offset && $0.size == size }
        let around = members.filter { $0.offset <= offset && offset - $0.offset < $0.size }.min { $0.size < $1.size }
        #expect(names.member(of: found, at: VirtualAddress(address), size: size) == exact ?? around)
      }
    }
  }

  /// A member that reaches past the end of all offsets.
  @Test func theEndOfOffsets() {
    let names = AddressNames(
      types: [.init(start: 0x1000, end: 0x2000, type: "t", detail: "")],
      members: ["t": [.init(offset: 8, size: .max, name: "m")]])
    let range = names.typedRange(at: VirtualAddress(0x1000))
    #expect(range.flatMap { names.member(of: $0, at: VirtualAddress(0x1800), size: 8)?.name } == "m")
    #expect(range.flatMap { names.member(of: $0, at: VirtualAddress(0x1000), size: 8) } == nil)
  }

  /// Cost must not depend on how many ranges enclose an address.
  @Test(.timeLimit(.minutes(1))) func manyInEachOther() {
    let count: UInt64 = 50_000
    let types = (0..<count).map {
      AddressNames.TypedRange(start: 0x1000 + $0, end: 0x8000_0000 - $0, type: "t", detail: "")
    }
    let members = (0..<count).map { AddressNames.Member(offset: $0 % 1000, size: $0 + 1, name: "m") }
    let names = AddressNames(types: types, members: ["t": members])
    var found = 0
    for step in 0..<count {
      let address = VirtualAddress(0x8000_0000 - count + step)
      if let range = names.typedRange(at: address), names.member(of: range, at: address, size: 3) == nil { found += 1 }
    }
    #expect(found > 0)
  }
}
