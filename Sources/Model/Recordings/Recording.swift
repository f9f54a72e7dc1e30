package import Diagnostics
package import PageTables

/// What every input becomes: a machine at time 0 and what happened after it.
package struct Recording: Sendable {
  /// A write to a page table that a step of the recording made.
  package struct TableWrite: Hashable, Sendable {
    /// The index of the step that writes; the new value is seen from the next step on.
    package let step: Int
    /// The entry.
    package let address: PhysicalAddress
    /// The new value.
    package let value: UInt64

    /// Describes a write.
    package init(step: Int, address: PhysicalAddress, value: UInt64) {
      self.step = step
      self.address = address
      self.value = value
    }
  }

  /// The name to show: a file's, cleaned, or "built-in getpid".
  package var name: String
  /// The machine before the first step. Its memory holds no tables if `hasTables` is false.
  package var start: Machine
  /// Whether page tables are known; without them no access can be judged.
  package var hasTables: Bool
  /// Whether the CPL and RIP of the first moment are known; a dump without notes has no registers.
  package var hasRegisters = true
  /// What happened; empty for a dump.
  package var steps: StepTable
  /// Writes to page tables, in the order of their steps.
  package var tableWrites: [TableWrite]
  /// Objects, types and members by address.
  package var names: AddressNames
  /// Symbols by address, from a file of their own.
  package var symbols: SymbolTable
  /// CR3 values of further processes, which neither the machine nor the steps show.
  package var furtherCR3s: [CR3] = []
  /// What was assumed and what is missing.
  package var notices: [Notice]
  /// Those of the notices that say that a core is of another moment than its row.
  package var momentNotices: [Notice] = []

  /// Describes a recording.
  package init(
    name: String, start: Machine, hasTables: Bool, steps: StepTable = StepTable(hasAccesses: false),
    tableWrites: [TableWrite] = [], names: AddressNames = AddressNames(), symbols: SymbolTable = SymbolTable(),
    notices: [Notice] = []
  ) {
    self.name = name
    self.start = start
    self.hasTables = hasTables
    self.steps = steps
    self.tableWrites = tableWrites
    self.names = names
    self.symbols = symbols
    self.notices = notices
  }
}
