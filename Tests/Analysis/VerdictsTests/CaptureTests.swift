import Isolation
import PageTables
import Recordings
import TestSupport
import Testing
import Timelines
import Verdicts

/// The facts of ten logs of a real kernel, every step of each judged once.
@Suite struct CaptureTests {
  /// What one pass over a log counts.
  private struct Counts {
    var faults: [(step: Int, access: AccessVerdict)] = []
    var data = 0
    var dataAbsent = 0
    var fetches = 0
    var fetchesAbsent = 0
    var unknown = 0
    var leakingSteps = 0
    var userSteps = 0
    var userFetchCodes: Set<UInt32?> = []
    var labels: Set<[String]> = []
  }

  @Test func theListIsComplete() {
    #expect(CaptureFacts.all.map { $0.rows + $0.accesses }.reduce(0, +) == 148_259)
  }

  @Test(arguments: CaptureFacts.all)
  func everyStep(facts: CaptureFacts) throws {
    let timeline = try facts.timeline()
    let steps = timeline.recording.steps
    #expect(steps.count == facts.rows)
    #expect(steps.accessCount == facts.accesses)
    let judge = Judge(timeline)
    var survey = StepSurvey()
    survey.extend(to: .max, with: judge)
    var sums = NaiveSurvey()
    var counts = Counts()
    for step in 0..<timeline.count {
      let verdict = judge.verdict(at: step)
      count(verdict, step: step, timeline, &counts)
      sums.add(verdict)
    }
    #expect(counts.unknown == 0, "every table is there")
    expectFaults(counts, facts)
    if let data = facts.data, let fetches = facts.fetches {
      #expect(timeline.spaces.design == .pti)
      #expect((counts.dataAbsent, counts.data) == data)
      #expect((counts.fetchesAbsent, counts.fetches) == fetches)
      #expect(counts.userFetchCodes == [0x15])
      #expect(counts.leakingSteps == 0, "page-table isolation leaves nothing to Meltdown")
    } else {
      #expect(timeline.spaces.design == .nopti)
      #expect(counts.leakingSteps == counts.userSteps, "the whole kernel is mapped at CPL 3")
      #expect(counts.labels == [["direct map", "vmalloc", "vmemmap", "kernel image", "fixmap"]])
    }
    #expect(counts.userSteps > 0)
    sums.expectEqual(survey)
  }

  private func count(_ verdict: StepVerdict, step: Int, _ timeline: Timeline, _ counts: inout Counts) {
    let isKernelHalf = timeline.spaces.design == .pti && timeline.space(at: step)?.letter == .private
    for access in verdict.accesses {
      if access.verdict == .fault { counts.faults.append((step, access)) }
      if access.verdict == nil { counts.unknown += 1 }
      guard isKernelHalf else { continue }
      let isAbsent = access.elsewhere.contains {
        $0.check.fault?.cause == .notPresent && $0.space.letter == .user
      }
      if access.access.kind == .fetch {
        counts.fetches += 1
        counts.fetchesAbsent += isAbsent ? 1 : 0
      } else {
        counts.data += 1
        counts.dataAbsent += isAbsent ? 1 : 0
      }
    }
    if verdict.leaks.isLeak { counts.leakingSteps += 1 }
    if timeline.recording.steps.cpl(at: step) == 3 {
      counts.userSteps += 1
      counts.labels.insert(verdict.leaks[.meltdown] ?? [])
      counts.userFetchCodes.insert(verdict.accesses[0].elsewhere.first?.check.fault?.errorCode.rawValue)
    }
  }

  /// Exactly two accesses of 148,259 fault.
  private func expectFaults(_ counts: Counts, _ facts: CaptureFacts) {
    guard facts.name.hasSuffix("pagefault") else {
      #expect(counts.faults.isEmpty)
      return
    }
    #expect(counts.faults.map(\.step) == [0])
    for (_, access) in counts.faults {
      #expect(access.access == Access(.write, .user))
      #expect(access.address == VirtualAddress(0x7000_0000))
      #expect(access.check?.fault?.errorCode.rawValue == 0x6)
      #expect(access.check?.fault?.cause == .notPresent)
    }
  }

  /// A flip is a row after which the CR3 column changes; the columns are split here by hand.
  @Test(arguments: CaptureFacts.all)
  func flips(facts: CaptureFacts) throws {
    let timeline = try facts.timeline()
    let rows = try facts.columns()
    let changes = rows.indices.dropLast().filter { rows[$0][4] != rows[$0 + 1][4] }
    #expect(changes == facts.flips)
    try #require(timeline.flips.map(\.step) == facts.flips)
    #expect(timeline.flips.map(\.site) == changes.map { String(rows[$0][2]) })
    for (flip, row) in zip(timeline.flips, changes) {
      #expect("0x\(String(flip.from.cr3.rawValue, radix: 16))" == rows[row][4])
      #expect("0x\(String(flip.to.cr3.rawValue, radix: 16))" == rows[row + 1][4])
      #expect((flip.from.letter == .user) == flip.from.cr3.isUserHalf)
      #expect(flip.keepsTLB == (facts.name.hasPrefix("pcid") ? true : nil))
      #expect(flip.cr3.readBack == flip.to.cr3)
    }
    let directions = timeline.flips.map {
      "\(timeline.spaces.label(of: $0.from))>\(timeline.spaces.label(of: $0.to))"
    }
    switch facts.name {
    case "nopti/getpid": #expect(directions.isEmpty)
    case "pti/switch":
      #expect(
        directions == [
          "U(A)>K(A)", "K(A)>K(B)", "K(B)>U(B)", "U(B)>K(B)", "K(B)>U(B)", "U(B)>K(B)", "K(B)>K(A)",
          "K(A)>U(A)",
          "U(A)>K(A)", "K(A)>U(A)",
        ])
      #expect(timeline.flips[1].site == "switch_mm_irqs_off+0x24f")
      #expect(timeline.flips[6].site == "switch_mm_irqs_off+0x24f")
    default: #expect(directions == ["U>K", "K>U"])
    }
  }

  @Test(arguments: [
    ("pti/getpid", ["entry_SYSCALL_64+0x20", "syscall_return_via_sysret+0x81"]),
    ("pti/read", ["entry_SYSCALL_64+0x20", "syscall_return_via_sysret+0x81"]),
    ("pti/pagefault", ["error_entry+0x63", "swapgs_restore_regs_and_return_to_usermode+0xc2"]),
    ("pti/irq-user", ["error_entry+0x63", "swapgs_restore_regs_and_return_to_usermode+0xc2"]),
  ])
  func sites(name: String, sites: [String]) throws {
    let facts = try #require(CaptureFacts.all.first { $0.name == name })
    #expect(try facts.timeline().flips.map(\.site) == sites)
  }

  /// The entries to the kernel: one a log, the timer inside the read, and three more syscalls of a switch.
  @Test(arguments: [
    ("pti/getpid", ["1 syscall getpid"]), ("nopti/getpid", ["1 syscall getpid"]),
    ("pti/pagefault", ["1 #PF"]), ("pti/irq-user", ["18 irq 236 apic timer interrupt"]),
    ("pti/irq-kernel", ["1 syscall read", "59 irq 236 apic timer interrupt"]), ("pcid/pagefault", ["1 #PF"]),
  ])
  func events(name: String, events: [String]) throws {
    let facts = try #require(CaptureFacts.all.first { $0.name == name })
    #expect(try facts.timeline().events.map { "\($0.firstStep) \($0.name)" } == events)
  }

  /// Every step of the small logs and a sample of the large ones, forward, backward and at random, against
  /// a replay of the rows and the table changes.
  @Test(arguments: CaptureFacts.all)
  func machinesForwardAndBackward(facts: CaptureFacts) throws {
    let timeline = try facts.timeline()
    let rows = try facts.columns()
    var replay = timeline.recording.start.memory
    var writes = timeline.recording.tableWrites[...]
    var random = SplitMix64(seed: 12)
    let stride = facts.rows > 2000 ? facts.rows / 500 : 1
    var forward: [(step: Int, machine: Machine)] = []
    for step in 0..<timeline.count {
      while let write = writes.first, write.step < step {
        replay.write(write.value, at: write.address)
        writes.removeFirst()
      }
      let isNearWrite = timeline.recording.tableWrites.contains { abs($0.step - step) < 2 }
      guard isNearWrite || random.oneIn(stride) else { continue }
      let machine = timeline.machine(at: step)
      #expect("\(machine.cpl)" == rows[step][3])
      #expect("0x\(String(machine.rip.rawValue, radix: 16))" == rows[step][1])
      #expect("0x\(String(machine.controls.cr3.rawValue, radix: 16))" == rows[step][4])
      #expect(machine.memory == replay)
      forward.append((step, machine))
    }
    #expect(forward.reversed().allSatisfy { timeline.machine(at: $0.step) == $0.machine })
    #expect(forward.shuffled(using: &random).allSatisfy { timeline.machine(at: $0.step) == $0.machine })
  }

  /// pti/pagefault: the two entries that change, and where.
  @Test func tableChangesOfAPageFault() throws {
    let facts = try #require(CaptureFacts.all.first { $0.name == "pti/pagefault" })
    let timeline = try facts.timeline()
    let (directory, table) = (PhysicalAddress(0x54_ac00), PhysicalAddress(0x54_e000))
    func words(_ step: Int) -> [UInt64?] {
      [timeline.memory(at: step).word(at: directory), timeline.memory(at: step).word(at: table)]
    }
    #expect(words(0) == [0, 0])
    #expect(words(5096) == [0, 0])
    #expect(words(5097) == [0x54_e067, 0])
    #expect(words(10_802) == [0x54_e067, 0])
    #expect(words(10_803) == [0x54_e067, 0x8000_0000_01bd_8067])
    #expect(words(10_955) == [0x54_e067, 0x8000_0000_01bd_8067])
  }
}
