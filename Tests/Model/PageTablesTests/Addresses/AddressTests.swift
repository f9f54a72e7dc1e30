import PageTables
import TestSupport
import Testing

@Suite struct AddressTests {
  /// SDM vol. 3A, section 4.5: bits 47:39, 38:30, 29:21, 20:12, and 56:48 with 5 levels.
  @Test(
    arguments: [
      (0, [0, 0, 0, 0, 0]),
      (0x0000_7fff_ffff_f000, [511, 511, 511, 255, 0]),
      (0xffff_8880_07a0_6000, [6, 61, 0, 273, 511]),
      (0xffff_ffff_8140_0000, [0, 10, 510, 511, 511]),
      (0xffff_fe00_0000_0000, [0, 0, 0, 508, 511]),
      (0xffff_ff00_0000_0000, [0, 0, 0, 510, 511]),
      (0x00ff_ffff_ffff_ffff, [511, 511, 511, 511, 255]),
      (1 << 12 | 2 << 21 | 3 << 30 | 4 << 39 | 5 << 48, [1, 2, 3, 4, 5]),
    ] as [(UInt64, [Int])])
  func indices(address: UInt64, expected: [Int]) {
    #expect(Level.allCases.map { VirtualAddress(address).index(at: $0) } == expected)
  }

  @Test(
    arguments: [
      (PagingMode.fourLevel, 0, true),
      (.fourLevel, 0x0000_7fff_ffff_ffff, true),
      (.fourLevel, 0x0000_8000_0000_0000, false),
      (.fourLevel, 0xffff_7fff_ffff_ffff, false),
      (.fourLevel, 0xffff_8000_0000_0000, true),
      (.fourLevel, .max, true),
      (.fourLevel, 0x7fff_ffff_ffff_ffff, false),
      (.fourLevel, 0x8000_0000_0000_0000, false),
      (.fiveLevel, 0x0000_8000_0000_0000, true),
      (.fiveLevel, 0x00ff_ffff_ffff_ffff, true),
      (.fiveLevel, 0x0100_0000_0000_0000, false),
      (.fiveLevel, 0xfeff_ffff_ffff_ffff, false),
      (.fiveLevel, 0xff00_0000_0000_0000, true),
      (.fiveLevel, .max, true),
    ] as [(PagingMode, UInt64, Bool)])
  func canonical(mode: PagingMode, address: UInt64, expected: Bool) {
    #expect(mode.isCanonical(VirtualAddress(address)) == expected)
  }

  @Test func makesCanonical() {
    #expect(PagingMode.fourLevel.canonical(0x8000_0000_0000).rawValue == 0xffff_8000_0000_0000)
    #expect(PagingMode.fourLevel.canonical(0x1234_7000_0000_0000).rawValue == 0x7000_0000_0000)
    #expect(PagingMode.fiveLevel.canonical(0x0100_0000_0000_0000).rawValue == 0xff00_0000_0000_0000)
    #expect(PagingMode.fiveLevel.canonical(0x8000_0000_0000).rawValue == 0x8000_0000_0000)
    withSeeds(200) { random in
      let bits = random.next()
      for mode in [PagingMode.fourLevel, .fiveLevel] {
        let address = mode.canonical(bits)
        #expect(mode.isCanonical(address))
        #expect((address.rawValue ^ bits) << (64 - mode.addressBits) == 0, "the low bits stay")
      }
    }
  }

  @Test func modes() {
    #expect(PagingMode.fourLevel.levels == 4)
    #expect(PagingMode.fiveLevel.levels == 5)
    #expect(PagingMode.fourLevel.rootLevel == .pml4)
    #expect(PagingMode.fiveLevel.rootLevel == .pml5)
    #expect(PagingMode.fourLevel.addressBits == 48)
    #expect(PagingMode.fiveLevel.addressBits == 57)
  }

  @Test func pageStart() {
    #expect(VirtualAddress(0xffff_ffff_8140_0fff).pageStart == VirtualAddress(0xffff_ffff_8140_0000))
    #expect(VirtualAddress(0x1000).pageStart == VirtualAddress(0x1000))
  }

  @Test func userSpaceComesFirst() {
    #expect(VirtualAddress(0x7fff_ffff_f000) < VirtualAddress(0xffff_8000_0000_0000))
    #expect(PhysicalAddress(1) < PhysicalAddress(2))
    #expect(FrameNumber(1) < FrameNumber(2))
  }

  @Test func frames() {
    #expect(PhysicalAddress(0x1234_5678).frame == FrameNumber(0x12345))
    #expect(FrameNumber(0x12345).address == PhysicalAddress(0x1234_5000))
    #expect(FrameNumber(0x12345).wordAddress(511) == PhysicalAddress(0x1234_5ff8))
    #expect(FrameNumber(0x12345).wordAddress(512) == PhysicalAddress(0x1234_5000))
    #expect(FrameNumber(.max).address == PhysicalAddress(0xffff_ffff_ffff_f000))
  }
}
