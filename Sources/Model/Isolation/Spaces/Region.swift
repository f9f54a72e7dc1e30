package import PageTables

/// A part of the address space that Linux uses for one purpose, with KASLR off.
///
/// Linux 6.12 Documentation/arch/x86/x86_64/mm.rst, both tables. KASLR moves the direct map, vmalloc,
/// vmemmap and the image inside these ranges or beside them, so that names are then a good guess only.
package enum Region: String, CaseIterable, Sendable {
  /// The process's own half.
  case user
  /// Addresses that no page table can map.
  case hole = "non-canonical"
  /// Reserved for a hypervisor.
  case guardHole = "guard hole"
  /// The LDT of a process that has one, for page-table isolation.
  case ldtRemap = "LDT remap"
  /// All physical memory, linearly.
  case directMap = "direct map"
  /// vmalloc and ioremap; kernel stacks live here.
  case vmalloc
  /// The array of struct page.
  case vmemmap
  /// KASAN's shadow memory.
  case kasan = "KASAN shadow"
  /// IDT, GDT, TSS, entry and exception stacks of each CPU.
  case cpuEntryArea = "cpu entry area"
  /// Small stacks for returns to 16-bit code, one page mapped 65,536 times.
  case espfix
  /// EFI runtime services.
  case efi = "EFI"
  /// Text, read-only data and data of the kernel image.
  case kernelImage = "kernel image"
  /// Loaded modules.
  case modules
  /// Fixed addresses for special mappings.
  case fixmap
  /// The page of the old vsyscalls.
  case vsyscall
  /// Between the named parts.
  case unused

  /// The region that holds `address`.
  package init(of address: VirtualAddress, mode: PagingMode) {
    guard mode.isCanonical(address) else {
      self = .hole
      return
    }
    if address.rawValue >> 63 == 0 {
      self = .user
      return
    }
    let starts = Self.starts(mode: mode)
    let index = starts.lastIndex { $0.start <= address.rawValue }
    self = index.map { starts[$0].region } ?? .unused
  }

  /// Where each region of the kernel half starts, in ascending order.
  package static func starts(mode: PagingMode) -> [(start: UInt64, region: Region)] {
    mode == .fiveLevel ? fiveLevelStarts : fourLevelStarts
  }

  private static let fourLevelStarts: [(start: UInt64, region: Region)] =
    [
      (0xffff_8000_0000_0000, .guardHole),
      (0xffff_8800_0000_0000, .ldtRemap),
      (0xffff_8880_0000_0000, .directMap),
      (0xffff_c880_0000_0000, .unused),
      (0xffff_c900_0000_0000, .vmalloc),
      (0xffff_e900_0000_0000, .unused),
      (0xffff_ea00_0000_0000, .vmemmap),
      (0xffff_eb00_0000_0000, .unused),
      (0xffff_ec00_0000_0000, .kasan),
      (0xffff_fc00_0000_0000, .unused),
    ] + commonStarts

  private static let fiveLevelStarts: [(start: UInt64, region: Region)] =
    [
      (0xff00_0000_0000_0000, .guardHole),
      (0xff10_0000_0000_0000, .ldtRemap),
      (0xff11_0000_0000_0000, .directMap),
      (0xff91_0000_0000_0000, .unused),
      (0xffa0_0000_0000_0000, .vmalloc),
      (0xffd2_0000_0000_0000, .unused),
      (0xffd4_0000_0000_0000, .vmemmap),
      (0xffd6_0000_0000_0000, .unused),
      (0xffdf_0000_0000_0000, .kasan),
      (0xffff_fc00_0000_0000, .unused),
    ] + commonStarts

  private static let commonStarts: [(start: UInt64, region: Region)] = [
    (0xffff_fe00_0000_0000, .cpuEntryArea),
    (0xffff_fe80_0000_0000, .unused),
    (0xffff_ff00_0000_0000, .espfix),
    (0xffff_ff80_0000_0000, .unused),
    (0xffff_ffef_0000_0000, .efi),
    (0xffff_ffff_0000_0000, .unused),
    (0xffff_ffff_8000_0000, .kernelImage),
    (0xffff_ffff_c000_0000, .modules),
    (0xffff_ffff_ff00_0000, .fixmap),
    (0xffff_ffff_ff60_0000, .vsyscall),
    (0xffff_ffff_ff60_1000, .unused),
  ]
}
