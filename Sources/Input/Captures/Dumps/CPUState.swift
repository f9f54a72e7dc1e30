package import PageTables

/// The registers of one processor in a dump, as far as translations depend on them.
package struct CPUState: Hashable, Sendable {
  /// CR0, CR3 and CR4; EFER.NXE and the physical address width are not in dumps and have their defaults.
  package let controls: Controls
  /// The privilege level: bits 1 and 0 of the CS selector.
  package let cpl: Int
  /// The next instruction.
  package let rip: VirtualAddress
  /// The stack pointer.
  package let rsp: VirtualAddress

  /// Describes a processor.
  package init(controls: Controls, cpl: Int, rip: VirtualAddress, rsp: VirtualAddress) {
    self.controls = controls
    self.cpl = cpl
    self.rip = rip
    self.rsp = rsp
  }
}
