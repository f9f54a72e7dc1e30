import Isolation
import Recordings
package import Timelines

/// Why a flip is made: the first access after it that the space before it would not have allowed, or of which nobody can
/// tell whether it would.
package struct FlipReason: Hashable, Sendable {
  /// The index of the step that makes the access.
  package let step: Int
  /// The access, judged in both spaces.
  package let access: AccessVerdict
  /// What the space before the flip would have answered; its verdict is nil if nobody can tell.
  package let before: AccessVerdict.Elsewhere
}

extension Judge {
  /// Looks for the reason of a flip between it and the next one; nil if none was found, or without tables.
  ///
  /// Without recorded accesses only the fetch of the next step can be told to be the first. Only the CPU that flips is
  /// asked. At most 4,000 steps are looked at, a few milliseconds: what needed a flip follows it closely.
  package func reason(for flip: Flip) -> FlipReason? {
    guard timeline.recording.hasTables else { return nil }
    // Nothing needs a third space: it is entered to have less mapped.
    if flip.to.letter != .private && timeline.spaces.userSpace(of: flip.to) != flip.to { return nil }
    let cpu = timeline.cpu(at: flip.step)
    let position = timeline.flips.partitionPoint { $0.step <= flip.step }
    let next = timeline.flips[position...].first { $0.step > flip.step + 4_000 || timeline.cpu(at: $0.step) == cpu }
    let ownEnd = next.map { $0.step + 1 } ?? timeline.count
    let end = timeline.recording.steps.hasAccesses ? ownEnd : min(ownEnd, flip.step + 2)
    for step in flip.step + 1..<max(min(end, flip.step + 4_000), flip.step + 1) where timeline.cpu(at: step) == cpu {
      for access in verdict(at: step).accesses {
        if let before = access.elsewhere.first(where: {
          $0.space == flip.from && ($0.verdict == .fault || $0.verdict == nil)
        }) {
          return FlipReason(step: step, access: access, before: before)
        }
      }
    }
    return nil
  }
}
