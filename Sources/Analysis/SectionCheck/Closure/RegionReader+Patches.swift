import Isolation

/// What is patched into a region.
extension RegionReader {
  /// Reads what is patched into a range of the section.
  mutating func readPatches(in range: Range<UInt64>) {
    if context.code.hasUnplacedPatches[start.file] { miss(.patch, at: start.offset) }
    for site in context.code.damagedPatches(in: range, of: start.section, file: start.file) { miss(.patch, at: site) }
    readAlternatives(in: range)
    for jump in context.code.jumps(in: range, of: start.section, file: start.file) {
      follow(.place(jump.target), of: 0, at: jump.code.offset)
    }
  }

  /// Reads what replaces instructions. Many may share one replacement: only what is unknown counts for each.
  private mutating func readAlternatives(in range: Range<UInt64>) {
    var last: (patch: PatchedCode.Alternative, unknowns: [Closure.Unknown.Reason])?
    for patch in context.code.alternatives(in: range, of: start.section, file: start.file) {
      if let last, last.patch.section == patch.section, last.patch.range == patch.range {
        for reason in last.unknowns { miss(reason, at: patch.original.offset) }
        continue
      }
      let known = found.unknowns.count
      read(patch.section, patch.range, at: patch.original.offset)
      last = (patch, found.unknowns[known...].map(\.reason))
    }
  }

  /// Whether an instruction is replaced, or a jump that is switched on and off: a way on that it has not itself.
  func isPatched(_ offset: UInt64) -> Bool {
    let range = offset..<offset + 1
    return !context.code.alternatives(in: range, of: start.section, file: start.file).isEmpty
      || context.code.jumps(in: range, of: start.section, file: start.file).contains { $0.origin == .staticJump }
  }
}
