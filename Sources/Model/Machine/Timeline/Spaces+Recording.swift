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
    self.init(
      cr3s: (steps.cr3s.isEmpty ? first : steps.cr3s) + recording.furtherCR3s, memory: recording.start.memory,
      controls: start, userRoots: userRoots)
  }
}
