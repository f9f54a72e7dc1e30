import Isolation
import PageTables

extension ProcessMap.Row {
  /// The name that the map shows: that of the scenario's section, else what the region says.
  var shownName: String {
    guard let name, region != .cpuEntryArea else { return regionName }
    return name
  }

  /// A short name: the region, made finer by what may be done there.
  private var regionName: String {
    let granted = rights.compactMap { $0 }
    let canExecute = granted.contains { $0.contains(.execute) }
    let canWrite = granted.contains { $0.contains(.write) }
    switch region {
    case .user:
      if canExecute { return "user text" }
      if start.rawValue >= 0x7ff0_0000_0000 && canWrite { return "user stack" }
      return canWrite ? "user data" : "user rodata"
    case .kernelImage:
      if canExecute { return pageClass == .exposed && rights.count > 1 ? "entry text" : "kernel text" }
      return canWrite ? "kernel data" : "kernel rodata"
    case .directMap where pageClass == .exposed && rights.count > 1: return "per-CPU TSS"
    case .cpuEntryArea: return Self.cpuEntryAreaPart(of: start)
    default: return region.rawValue
    }
  }

  /// What the first processor's entry area holds at an address. Linux 6.12 arch/x86/include/asm/cpu_entry_area.h.
  private static func cpuEntryAreaPart(of address: VirtualAddress) -> String {
    switch address.rawValue & 0x7f_ffff_ffff {
    case 0..<0x2000: "IDT, GDT"
    case 0x2000..<0x3000: "entry stack"
    case 0x3000..<0x8000: "TSS"
    case 0x8000..<0x3c000: "IST stacks"
    default: Region.cpuEntryArea.rawValue
    }
  }
}
