package import PageTables

/// A heading of the kernel's page-table text, printed where its address is passed.
package struct PtdumpMarker: Hashable, Sendable {
  /// The first address of the area.
  package let start: VirtualAddress
  /// The text between "---[ " and " ]---".
  package let name: String
  /// How many rows are printed below it, the others being counted; nil for all.
  package let rowLimit: Int?

  /// Describes an area.
  package init(_ start: UInt64, _ name: String, rowLimit: Int? = nil) {
    self.start = VirtualAddress(start)
    self.name = name
    self.rowLimit = rowLimit
  }

  /// The areas of Linux 6.12 with `nokaslr`, without KASAN and EFI.
  ///
  /// arch/x86/mm/dump_pagetables.c (address_markers); addresses from
  /// Documentation/arch/x86/x86_64/mm.rst. The start of the fixmap depends on the configuration.
  package static func linux(
    mode: PagingMode, fixmapStart: VirtualAddress = VirtualAddress(0xffff_ffff_ff57_c000)
  ) -> [PtdumpMarker] {
    let isLong = mode == .fiveLevel
    return [
      PtdumpMarker(0, "User Space"),
      PtdumpMarker(1 << 63, "Kernel Space"),
      PtdumpMarker(isLong ? 0xff10_0000_0000_0000 : 0xffff_8800_0000_0000, "LDT remap"),
      PtdumpMarker(isLong ? 0xff11_0000_0000_0000 : 0xffff_8880_0000_0000, "Low Kernel Mapping"),
      PtdumpMarker(isLong ? 0xffa0_0000_0000_0000 : 0xffff_c900_0000_0000, "vmalloc() Area"),
      PtdumpMarker(isLong ? 0xffd4_0000_0000_0000 : 0xffff_ea00_0000_0000, "Vmemmap"),
      PtdumpMarker(0xffff_fe00_0000_0000, "CPU entry Area"),
      PtdumpMarker(0xffff_ff00_0000_0000, "ESPfix Area", rowLimit: 16),
      PtdumpMarker(0xffff_ffff_8000_0000, "High Kernel Mapping"),
      PtdumpMarker(0xffff_ffff_c000_0000, "Modules"),
      PtdumpMarker(0xffff_ffff_ff00_0000, "End Modules"),
      PtdumpMarker(fixmapStart.rawValue, "Fixmap Area"),
    ]
  }
}
