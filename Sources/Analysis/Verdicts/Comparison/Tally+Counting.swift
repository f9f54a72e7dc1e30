import Isolation
import Machine

extension Tally {
  /// Counts what the timeline of a judge holds; nil for what was recorded and not run, of which less is known.
  ///
  /// Costs some passes over the columns of the steps. Only steps that fault are judged.
  package init?(_ judge: Judge) {
    let timeline = judge.timeline
    guard let run = timeline.recording.run else { return nil }
    let running = RunningCounts(timeline)
    self.init(design: run.setup.design, counts: running.total)
    steps = timeline.recording.steps.count
    kernelEntries = timeline.events.count
    if case .stopped(let reason) = run.halt { earlyEnd = reason }
    countMoments(of: run, judge)
    countFaults(judge)
    countClears(of: run, timeline)
    countRefills(of: run, timeline.recording.steps, flushes: running.flushes)
  }

  /// Counts what is decided by the moment of a step: there are far fewer moments than steps.
  private mutating func countMoments(of run: ScenarioRun, _ judge: Judge) {
    var stepsOfMoment = [Int](repeating: 0, count: run.momentCount)
    var firstStep = stepsOfMoment
    for index in 0..<self.steps {
      let position = run.momentIndex(at: index)
      if stepsOfMoment[position] == 0 { firstStep[position] = index }
      stepsOfMoment[position] += 1
    }
    let attacks = Attack.allCases
    let flaws = run.setup.scenario.scope.vulnerabilities
    var reached = [Set<String>?](repeating: nil, count: attacks.count)
    var steps = [Int](repeating: 0, count: attacks.count)
    for position in 0..<run.momentCount where stepsOfMoment[position] > 0 {
      let moment = run.moment(position)
      if moment.cpu.cpl == 0 {
        kernelSteps += stepsOfMoment[position]
        if design.letter(moment.cpu.spaceKind) == .private { privateSteps += stepsOfMoment[position] }
      }
      let leaks = judge.leaks(at: firstStep[position])
      for (number, attack) in attacks.enumerated() where flaws.contains(attack.vulnerability) {
        guard let labels = leaks[attack] else { continue }
        reached[number, default: []].formUnion(labels)
        if !labels.isEmpty { steps[number] += stepsOfMoment[position] }
      }
      if leaks.isLeak { leakSteps += stepsOfMoment[position] }
    }
    let order = LabelSet(rawValue: .max).names
    leaks = attacks.enumerated().map { number, attack in
      let labels = reached[number].map { found in order.filter { found.contains($0) } }
      return Leak(attack: attack, labels: labels, steps: steps[number])
    }
  }

  /// Counts faults, and those that another space would not have: the same access is allowed there.
  private mutating func countFaults(_ judge: Judge) {
    let table = judge.timeline.recording.steps
    let isFault = table.notes.map { $0.flags.contains(.faults) }
    for index in 0..<steps {
      guard let note = table.noteIndex(at: index), isFault[note] else { continue }
      faults += 1
      let elsewhere = judge.verdict(at: index).fault?.elsewhere ?? []
      if elsewhere.contains(where: { $0.verdict == .ok }) { designFaults += 1 }
    }
  }

  /// Counts VERW. Behind one that also flushes the level 1 data cache nothing may be left there.
  private mutating func countClears(of run: ScenarioRun, _ timeline: Timeline) {
    let table = timeline.recording.steps
    let isVerw = table.sites.map { $0.instruction?.hasPrefix("verw") == true }
    // The last row is not executed.
    for index in 0..<max(steps - 1, 0) where isVerw[table.siteIndex(at: index)] {
      if let note = table.noteIndex(at: index), table.notes[note].flags.contains(.faults) { continue }
      clears += 1
      if run.moment(at: index + 1).buffers.l1d.may.isEmpty { cacheFlushes += 1 }
    }
  }

  /// Counts what is touched behind flushes; each thread of the core has a TLB of its own.
  private mutating func countRefills(of run: ScenarioRun, _ table: StepTable, flushes: [Int]) {
    guard let first = flushes.first else { return }
    let cpuOfMoment = (0..<run.momentCount).map { run.moment($0).cpu.number }
    var pages = [TouchedPages](repeating: TouchedPages(), count: (cpuOfMoment.max() ?? 0) + 1)
    var next = 0
    for index in first..<steps {
      let cpu = cpuOfMoment[run.momentIndex(at: index)]
      pages[cpu].touch(table.site(at: index).rip)
      for access in table.accesses(at: index) { pages[cpu].touch(access.address, size: access.size) }
      if next < flushes.count, flushes[next] == index {
        pages[cpu].flush()
        next += 1
      }
    }
    refills = pages.reduce(0) { $0 + $1.count }
  }
}

extension Array {
  /// The element, or `value` in place of nil.
  fileprivate subscript<Wrapped>(index: Int, default value: Wrapped) -> Wrapped where Element == Wrapped? {
    get { self[index] ?? value }
    set { self[index] = newValue }
  }
}
