package import PageTables

/// The registers of one processor in a dump, as far as translations depend on them.
package struct CPUState: Hashable, Sendable {
  /// CR0, CR3 and CR4; EFER.NXE and the physical address width are not in dumps and have their defaults.
  package let controls: Controls
  /// The privilege level: bits 1 and 0 of the CS selector.
  package let cpl: Int
  /// EFLAGS.AC, bit 18 of RFLAGS.
  package let alignmentCheck: Bool
  /// The next instruction.
  package let rip: VirtualAddress
  /// The stack pointer.
  package let rsp: VirtualAddress

  /// Describes a processor.
  package init(controls: Controls, cpl: Int, rip: VirtualAddress, rsp: VirtualAddress, rflags: UInt64) {
    self.controls = controls
    self.cpl = cpl
    alignmentCheck = rflags >> 18 & 1 != 0
    self.rip = rip
    self.rsp = rsp
  }
}
