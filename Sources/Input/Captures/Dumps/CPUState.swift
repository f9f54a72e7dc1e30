package import PageTables

/// The registers of one processor in a dump, as far as translations depend on them.
package struct CPUState: Hashable, Sendable {
  /// CR0, CR3 and CR4; EFER.NXE and the physical address width are not in dumps and have their defaults.
  package let controls: Controls
  /// CR3 as the input has it, with bits that no processor keeps.
  package let storedCR3: CR3
  /// The privilege level: bits 1 and 0 of the CS selector.
  package let cpl: Int
  /// EFLAGS.AC, bit 18 of RFLAGS.
  package let alignmentCheck: Bool
  /// The next instruction.
  package let rip: VirtualAddress
  /// The stack pointer.
  package let rsp: VirtualAddress

  /// Describes a processor; `storedCR3` is that of the controls if nil.
  package init(
    controls: Controls, storedCR3: CR3? = nil, cpl: Int, rip: VirtualAddress, rsp: VirtualAddress, rflags: UInt64
  ) {
    self.controls = controls
    self.storedCR3 = storedCR3 ?? controls.cr3
    self.cpl = cpl
    alignmentCheck = rflags >> 18 & 1 != 0
    self.rip = rip
    self.rsp = rsp
  }
}
