package import Diagnostics
import Isolation
import PageTables
import Recordings

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

  /// A warning for each root of which nobody can tell whether it is a half of a pair, and for both of a pair one.
  package var missingHalves: [Notice] {
    guard hasTables else { return [] }
    let notices = Spaces(of: self).withoutHalf.sorted { $0.rawValue < $1.rawValue }.compactMap { missingHalf(of: $0) }
    return notices.enumerated().filter { $0 == 0 || notices[$0 - 1] != $1 }.map(\.element)
  }

  /// What is missing of a pair; nil if both roots are, of which it is only known that the root is missing.
  private func missingHalf(of root: FrameNumber) -> Notice? {
    let other = FrameNumber(root.rawValue ^ 1)
    let own = String(root.address.rawValue, radix: 16)
    let place = String(other.address.rawValue, radix: 16)
    let isUserHalf = CR3(root.address.rawValue).isUserHalf
    let hasOwn = start.memory.word(at: root.address) != nil
    if start.memory.word(at: other.address) != nil {
      let pair = [own, place].sorted().joined(separator: " and 0x")
      guard !hasOwn else {
        return Notice(
          .warning,
          "tables below the roots 0x\(pair) are not in the input, or there are too many: whether these are a pair of "
            + "page-table isolation, and what user code runs with, cannot be told")
      }
      return Notice(
        .warning,
        "the root 0x\(own) is not in the input: whether the table at 0x\(place), beside it, is its "
          + "\(isUserHalf ? "kernel" : "user") half under page-table isolation cannot be told")
    }
    guard hasOwn else { return nil }
    return Notice(
      .warning,
      "the table at 0x\(place), beside the root 0x\(own), is not in the input: whether "
        + "\(isUserHalf ? "the kernel" : "user code") runs with it under page-table isolation, and what it maps then, "
        + "cannot be told")
  }
}
