package import PageTables

/// What a recording remarks about one step, beside its registers.
package struct StepNote: Hashable, Sendable {
  /// Remarks that change how a step is judged.
  package struct Flags: OptionSet, Hashable, Sendable {
    /// One bit a remark.
    package let rawValue: UInt8

    /// Wraps raw bits.
    package init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    /// The first instruction of a handler: the accesses are the processor's own delivery.
    package static let delivery = Flags(rawValue: 1)
    /// The instruction faults; its accesses do not complete and it runs again later.
    package static let faults = Flags(rawValue: 2)
    /// The instruction is not executed in this row; it runs in a later one.
    package static let notExecuted = Flags(rawValue: 4)
    /// EFLAGS.AC is set: SMAP does not apply to explicit accesses.
    package static let alignmentCheck = Flags(rawValue: 8)
    /// The last row: the next instruction, not executed.
    package static let last = Flags(rawValue: 16)
  }

  /// The text as it was recorded, cleaned.
  package let text: String
  /// What the text means.
  package let flags: Flags
  /// The vector of a delivery, 0 to 255; nil if there is none or it was not recorded.
  package let vector: Int?
  /// The value that the step's instruction writes to CR3, with bit 63; nil if not recorded.
  package let writtenCR3: CR3?

  /// Describes a remark.
  package init(text: String, flags: Flags = [], vector: Int? = nil, writtenCR3: CR3? = nil) {
    self.text = text
    self.flags = flags
    self.vector = vector
    self.writtenCR3 = writtenCR3
  }
}
