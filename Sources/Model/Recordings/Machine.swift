package import PageTables

/// The state of a computer at one moment, as far as translations depend on it.
package struct Machine: Equatable, Sendable {
  /// The control registers, CR3 among them.
  package var controls: Controls
  /// The privilege level, 0 to 3.
  package var cpl: Int
  /// The next instruction.
  package var rip: VirtualAddress
  /// EFLAGS.AC, which suspends SMAP.
  package var alignmentCheck: Bool
  /// Physical memory: a dump under the frames changed since.
  package var memory: SparseMemory

  /// Describes a moment.
  package init(controls: Controls, cpl: Int, rip: VirtualAddress, memory: SparseMemory, alignmentCheck: Bool = false) {
    self.controls = controls
    self.cpl = cpl
    self.rip = rip
    self.memory = memory
    self.alignmentCheck = alignmentCheck
  }
}
