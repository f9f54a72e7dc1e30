/// The state that B. Jackman's RFC of 2025 keeps for a CPU (`curr_asi`, `asi_taints`).
package struct RestrictedState: Hashable, Sendable {
  /// What the CPU may have been left with.
  package struct Taints: OptionSet, Hashable, Sendable {
    /// One bit a taint.
    package let rawValue: UInt8

    /// Wraps raw bits.
    package init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    /// The kernel's secrets are in buffers.
    package static let kernelData = Taints(rawValue: 1)
    /// User code has trained predictors.
    package static let userControl = Taints(rawValue: 2)
    /// Another process's data is in buffers.
    package static let otherData = Taints(rawValue: 4)
    /// Another process has trained predictors.
    package static let otherControl = Taints(rawValue: 8)
  }

  /// Whether `curr_asi` names the restricted space.
  package var isCurrent = false
  /// What is to be flushed some time.
  package var taints = Taints.userControl
}
