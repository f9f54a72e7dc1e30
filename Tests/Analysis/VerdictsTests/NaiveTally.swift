import Execution
import Isolation
import PageTables
import Recordings
import Timelines
import Verdicts

/// What a comparison counts, counted again step by step from the texts of the steps and without care for speed.
struct NaiveTally {
  private(set) var writes: [Int] = []
  private(set) var flushes: [Int] = []
  private(set) var syncs: [Int] = []
  private(set) var faults = 0
  private(set) var clears = 0
  private(set) var cacheFlushes = 0
  private(set) var kernelSteps = 0
  private(set) var privateSteps = 0
  private(set) var refills = 0
  private(set) var leakSteps = 0
  private(set) var labels: [Attack: Set<String>] = [:]
  private(set) var stepsOfAttack: [Attack: Int] = [:]

  init(_ judge: Judge) {
    let timeline = judge.timeline
    var pages: [Int: Set<UInt64>] = [:]
    for index in 0..<timeline.recording.steps.count {
      let step = NaiveStep(timeline, index)
      let cpu = timeline.cpu(at: index)
      pages[cpu]?.formUnion(step.pages)
      if let value = step.writtenCR3 {
        writes.append(index)
        if value < 1 << 63 {
          flushes.append(index)
          refills += pages[cpu]?.count ?? 0
          pages[cpu] = []
        }
      }
      if step.holdsSiblings { syncs.append(index) }
      if step.faults { faults += 1 }
      if step.isVerw {
        clears += 1
        if step.losesCache { cacheFlushes += 1 }
      }
      if timeline.recording.steps.cpl(at: index) == 0 {
        kernelSteps += 1
        if timeline.space(at: index)?.letter == .private { privateSteps += 1 }
      }
      addLeaks(judge.verdict(at: index).leaks)
    }
    refills += pages.values.reduce(0) { $0 + $1.count }
  }

  private mutating func addLeaks(_ leaks: Leaks) {
    if leaks.isLeak { leakSteps += 1 }
    for attack in leaks.successful {
      labels[attack, default: []].formUnion(leaks[attack] ?? [])
      stepsOfAttack[attack, default: 0] += 1
    }
  }
}

/// One step, read from its texts.
private struct NaiveStep {
  let timeline: Timeline
  let index: Int

  init(_ timeline: Timeline, _ index: Int) {
    self.timeline = timeline
    self.index = index
  }

  private var note: String { timeline.recording.steps.note(at: index)?.text ?? "" }
  var faults: Bool { note == "this insn faults (#PF)" }

  var writtenCR3: UInt64? {
    let prefix = "cr3 write value 0x"
    return note.hasPrefix(prefix) ? UInt64(note.dropFirst(prefix.count), radix: 16) : nil
  }

  var isVerw: Bool {
    let isLast = index == timeline.recording.steps.count - 1
    return !isLast && !faults && timeline.recording.steps.site(at: index).instruction == "verw [x86_verw_sel]"
  }

  private func moment(_ distance: Int) -> Moment? {
    let isInside = index + distance < timeline.recording.steps.count
    return isInside ? timeline.run?.moment(at: index + distance) : nil
  }

  var losesCache: Bool { moment(0)?.buffers.l1d.did != [] && moment(1)?.buffers.l1d.did == [] }

  var holdsSiblings: Bool {
    let settings = timeline.run?.setup.settings
    guard settings?.mdsCPU == true, settings?.sync != .off, let before = moment(0), let after = moment(1) else {
      return false
    }
    return before.privateCount == 0 && after.privateCount > 0
  }

  var pages: Set<UInt64> {
    let steps = timeline.recording.steps
    let bytes = steps.accesses(at: index).flatMap { access in
      (0..<UInt64(access.size)).map { access.address.rawValue + $0 }
    }
    return Set((bytes + [steps.site(at: index).rip.rawValue]).map { $0 >> 12 })
  }
}
