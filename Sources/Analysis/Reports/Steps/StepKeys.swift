import Execution
import Isolation
import PageTables
import Recordings
import Timelines
import Verdicts

/// What decides how an instruction and its registers are written.
struct SiteKey: Hashable {
  let site: Int
  let cpl: Int
  let cr3: Int

  init(_ steps: StepTable, _ index: Int) {
    site = steps.siteIndex(at: index)
    cpl = steps.cpl(at: index)
    cr3 = steps.cr3Index(at: index)
  }
}

/// What decides how the accesses of a step are written.
struct AccessesKey: Hashable {
  let site: SiteKey
  let note: Int?
  let memory: Int
  /// RSP in units of 16 KiB, the size of a kernel stack: names of places on it depend on which one it is.
  let stack: UInt64
  /// EFLAGS.AC, which the steps before have left: one site can be reached with it set and with it clear.
  let alignmentCheck: Bool
  /// Registers that are not known at this step; EFLAGS behind a POPF.
  let unknown: Controls.Unknown
  let accesses: ArraySlice<RecordedAccess>

  init(_ timeline: Timeline, _ index: Int, _ site: SiteKey) {
    let steps = timeline.recording.steps
    self.site = site
    note = steps.noteIndex(at: index)
    memory = timeline.memoryVersion(at: index)
    stack = steps.stackPointer(at: index).rawValue >> 14
    alignmentCheck = timeline.alignmentCheck(at: index)
    unknown = timeline.controls(at: index).unknown
    accesses = steps.accesses(at: index)
  }
}

/// What decides how a line of text is written, apart from its step number.
struct LineKey: Hashable {
  let accesses: AccessesKey
  let cpu: Int
  /// The flip's spaces and value; empty for none.
  let flip: [UInt64]
  /// The moment, in a scenario.
  let moment: Int?
  /// What leaks, in a recording.
  let leaks: Leaks?

  init(_ judge: Judge, _ index: Int) {
    let timeline = judge.timeline
    accesses = AccessesKey(timeline, index, SiteKey(timeline.recording.steps, index))
    cpu = timeline.cpu(at: index)
    flip = timeline.flip(at: index).map { [$0.from.cr3.rawValue, $0.to.cr3.rawValue, $0.cr3.rawValue] } ?? []
    moment = timeline.run?.momentIndex(at: index)
    leaks = moment == nil ? judge.leaks(at: index) : nil
  }
}
