import PageTables
import Testing

/// semantics.md 1.1 and the worked values of 1.4: PGD pair at 0x12344000, ASID 2.
@Suite struct CR3Tests {
  struct Case: CustomTestStringConvertible {
    var raw: UInt64
    var root: UInt64
    var pcid: Int
    var keepsTLB: Bool
    var isUserHalf: Bool
    var hasUserPCID: Bool
    var readBack: UInt64
    var testDescription: String { "0x" + String(raw, radix: 16) }
  }

  @Test(arguments: [
    Case(
      raw: 0x12344003, root: 0x12344, pcid: 3, keepsTLB: false, isUserHalf: false, hasUserPCID: false,
      readBack: 0x12344003),
    Case(
      raw: 0x8000_0000_1234_5803, root: 0x12345, pcid: 0x803, keepsTLB: true, isUserHalf: true,
      hasUserPCID: true, readBack: 0x12345803),
    Case(
      raw: 0x12345803, root: 0x12345, pcid: 0x803, keepsTLB: false, isUserHalf: true, hasUserPCID: true,
      readBack: 0x12345803),
    Case(
      raw: 0x8000_0000_1234_4003, root: 0x12344, pcid: 3, keepsTLB: true, isUserHalf: false,
      hasUserPCID: false, readBack: 0x12344003),
    Case(
      raw: 0x12344000, root: 0x12344, pcid: 0, keepsTLB: false, isUserHalf: false, hasUserPCID: false,
      readBack: 0x12344000),
    Case(
      raw: 0x12345000, root: 0x12345, pcid: 0, keepsTLB: false, isUserHalf: true, hasUserPCID: false,
      readBack: 0x12345000),
    Case(
      raw: .max, root: 0xff_ffff_ffff, pcid: 0xfff, keepsTLB: true, isUserHalf: true, hasUserPCID: true,
      readBack: .max >> 1),
  ])
  func fields(_ test: Case) {
    let cr3 = CR3(test.raw)
    #expect(cr3.root == FrameNumber(test.root))
    #expect(cr3.pcid == test.pcid)
    #expect(cr3.keepsTLB == test.keepsTLB)
    #expect(cr3.isUserHalf == test.isUserHalf)
    #expect(cr3.hasUserPCID == test.hasUserPCID)
    #expect(cr3.readBack == CR3(test.readBack))
    #expect(cr3.otherHalfRoot == FrameNumber(test.root ^ 1))
  }
}
