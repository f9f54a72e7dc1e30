package import Diagnostics
import Isolation
import PageTables

extension Spaces {
  /// The spaces of what was recorded: those of its CR3 values, if they are known, and of what else the user named.
  init(of recording: Recording) {
    let steps = recording.steps
    let start = recording.start.controls
    var userRoots: Set<FrameNumber> = []
    for index in 0..<steps.count where steps.cpl(at: index) == 3 { userRoots.insert(steps.cr3(at: index).root) }
    if steps.count == 0 && recording.hasRegisters && recording.start.cpl == 3 { userRoots.insert(start.cr3.root) }
    self.init(cr3s: recording.cr3s, memory: recording.start.memory, controls: start, userRoots: userRoots)
  }
}

extension Recording {
  /// All values of CR3 that are known: those of the steps or else that of the start, and those that the user named.
  fileprivate var cr3s: [CR3] {
    let first = start.controls.unknown.contains(.cr3) ? [] : [start.controls.cr3.readBack]
    return (steps.cr3s.isEmpty ? first : steps.cr3s) + furtherCR3s
  }

  /// A warning for each root whose other half is not in the input, if it may have one.
  package var missingHalves: [Notice] {
    guard hasTables, run == nil, cr3s.contains(where: { RootPair.isHalfMissing(of: $0.root, in: start.memory) })
    else { return [] }
    return Spaces(of: self).withoutHalf.sorted { $0.rawValue < $1.rawValue }.map { root in
      let own = String(root.address.rawValue, radix: 16)
      let other = String(root.address.rawValue | 0x1000, radix: 16)
      return Notice(
        .warning,
        "the table at 0x\(other), beside the root 0x\(own), is not in the input: whether user code runs with it under "
          + "page-table isolation, and what it maps then, cannot be told")
    }
  }
}
