package import Diagnostics
import Isolation
import PageTables

extension Spaces {
  /// The spaces of what was recorded: those of its CR3 values, if they are known, and of what else the user named.
  init(of recording: Recording) {
    let steps = recording.steps
    let start = recording.start.controls
    let first = start.unknown.contains(.cr3) ? [] : [start.cr3.readBack]
    var userRoots: Set<FrameNumber> = []
    for index in 0..<steps.count where steps.cpl(at: index) == 3 { userRoots.insert(steps.cr3(at: index).root) }
    if steps.count == 0 && recording.hasRegisters && recording.start.cpl == 3 { userRoots.insert(start.cr3.root) }
    self.init(
      cr3s: (steps.cr3s.isEmpty ? first : steps.cr3s) + recording.furtherCR3s, memory: recording.start.memory,
      controls: start, userRoots: userRoots)
  }
}

extension Recording {
  /// A warning for each root whose other half is not in the input, if it may have one.
  package var missingHalves: [Notice] {
    guard hasTables, run == nil else { return [] }
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
