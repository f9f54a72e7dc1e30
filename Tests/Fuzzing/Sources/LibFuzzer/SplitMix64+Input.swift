package import TestSupport

extension SplitMix64 {
  /// Numbers that the input decides, so that the same input is always treated alike.
  ///
  /// Drivers choose by them what they ask of an input, since asking everything of each takes too long.
  package init(decidedBy input: UnsafeBufferPointer<UInt8>) {
    // FNV-1a.
    self.init(seed: input.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 })
  }
}
