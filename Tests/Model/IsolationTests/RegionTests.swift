import Isolation
import PageTables
import Testing

/// Linux 6.12 Documentation/arch/x86/x86_64/mm.rst, both tables, first and last addresses.
@Suite struct RegionTests {
  @Test(
    arguments: [
      (0, .user), (0x7fff_ffff_ffff, .user), (0x8000_0000_0000, .hole), (0xffff_7fff_ffff_ffff, .hole),
      (0xffff_8000_0000_0000, .guardHole), (0xffff_87ff_ffff_ffff, .guardHole),
      (0xffff_8800_0000_0000, .ldtRemap), (0xffff_887f_ffff_ffff, .ldtRemap),
      (0xffff_8880_0000_0000, .directMap), (0xffff_c87f_ffff_ffff, .directMap),
      (0xffff_c880_0000_0000, .unused), (0xffff_c8ff_ffff_ffff, .unused),
      (0xffff_c900_0000_0000, .vmalloc), (0xffff_e8ff_ffff_ffff, .vmalloc),
      (0xffff_e900_0000_0000, .unused), (0xffff_ea00_0000_0000, .vmemmap), (0xffff_eaff_ffff_ffff, .vmemmap),
      (0xffff_eb00_0000_0000, .unused), (0xffff_ec00_0000_0000, .kasan), (0xffff_fbff_ffff_ffff, .kasan),
      (0xffff_fc00_0000_0000, .unused), (0xffff_fdff_ffff_ffff, .unused),
    ] as [(UInt64, Region)] + common)
  func fourLevels(address: UInt64, region: Region) {
    #expect(Region(of: VirtualAddress(address), mode: .fourLevel) == region)
  }

  @Test(
    arguments: [
      (0, .user), (0x00ff_ffff_ffff_ffff, .user), (0x0100_0000_0000_0000, .hole),
      (0xfeff_ffff_ffff_ffff, .hole), (0xff00_0000_0000_0000, .guardHole),
      (0xff0f_ffff_ffff_ffff, .guardHole), (0xff10_0000_0000_0000, .ldtRemap),
      (0xff10_ffff_ffff_ffff, .ldtRemap), (0xff11_0000_0000_0000, .directMap),
      (0xff90_ffff_ffff_ffff, .directMap), (0xff91_0000_0000_0000, .unused),
      (0xff9f_ffff_ffff_ffff, .unused), (0xffa0_0000_0000_0000, .vmalloc),
      (0xffd1_ffff_ffff_ffff, .vmalloc), (0xffd2_0000_0000_0000, .unused),
      (0xffd4_0000_0000_0000, .vmemmap), (0xffd5_ffff_ffff_ffff, .vmemmap),
      (0xffd6_0000_0000_0000, .unused), (0xffdf_0000_0000_0000, .kasan), (0xffff_fbff_ffff_ffff, .kasan),
      (0xffff_fc00_0000_0000, .unused),
    ] as [(UInt64, Region)] + common)
  func fiveLevels(address: UInt64, region: Region) {
    #expect(Region(of: VirtualAddress(address), mode: .fiveLevel) == region)
  }

  private static let common: [(UInt64, Region)] = [
    (0xffff_fe00_0000_0000, .cpuEntryArea), (0xffff_fe7f_ffff_ffff, .cpuEntryArea),
    (0xffff_fe80_0000_0000, .unused), (0xffff_ff00_0000_0000, .espfix), (0xffff_ff7f_ffff_ffff, .espfix),
    (0xffff_ff80_0000_0000, .unused), (0xffff_ffef_0000_0000, .efi), (0xffff_fffe_ffff_ffff, .efi),
    (0xffff_ffff_0000_0000, .unused), (0xffff_ffff_7fff_ffff, .unused),
    (0xffff_ffff_8000_0000, .kernelImage), (0xffff_ffff_bfff_ffff, .kernelImage),
    (0xffff_ffff_c000_0000, .modules), (0xffff_ffff_feff_ffff, .modules), (0xffff_ffff_ff00_0000, .fixmap),
    (0xffff_ffff_ff5f_ffff, .fixmap), (0xffff_ffff_ff60_0000, .vsyscall), (0xffff_ffff_ff60_0fff, .vsyscall),
    (0xffff_ffff_ff60_1000, .unused), (.max, .unused),
  ]

  /// What is canonical with five levels only is a hole with four.
  @Test func modesDiffer() {
    let address = VirtualAddress(0x0001_0000_0000_0000)
    #expect(Region(of: address, mode: .fourLevel) == .hole)
    #expect(Region(of: address, mode: .fiveLevel) == .user)
  }

  @Test(arguments: [PagingMode.fourLevel, .fiveLevel])
  func startsAscend(mode: PagingMode) {
    let starts = Region.starts(mode: mode).map(\.start)
    #expect(starts == starts.sorted())
    #expect(Set(starts).count == starts.count)
  }
}
