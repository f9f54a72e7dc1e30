import Isolation
import Machine
import PageTables
import Testing
import Verdicts

/// Meltdown reads what the tables translate: of a processor that did not walk them nobody can tell what leaks.
///
/// Intel SDM vol. 3A, section 4.1.1: 4 levels are walked only with CR0.PG=1 and CR4.PAE=1.
@Suite struct DoubtLeakTests {
  /// User code at CPL 3 over tables that map one page of the direct map, as a dump or as a log of one row.
  private static func leaks(cr0: UInt64, cr4: UInt64, hasSteps: Bool) -> [String]? {
    var memory = SparseMemory()
    // 0xffff888000000000 is PML4[273]; a 1 GiB supervisor page there.
    memory.write(0x2003, at: PhysicalAddress(0x1000 + 273 * 8))
    memory.write(0x83, at: PhysicalAddress(0x2000))
    var steps = StepTable(hasAccesses: false)
    if hasSteps {
      let site = steps.add(StepTable.Site(rip: VirtualAddress(0x40_0000), symbol: "user", instruction: nil))
      let cr3 = steps.add(CR3(0x1000))
      steps.append(number: 0, site: site, cpl: 3, cr3: cr3, stackPointer: 0, note: nil)
    }
    var controls = Controls.linux(cr3: CR3(0x1000))
    (controls.cr0, controls.cr4) = (cr0, cr4)
    let machine = Machine(controls: controls, cpl: 3, rip: VirtualAddress(0x40_0000), memory: memory)
    let judge = Judge(Timeline(Recording(name: "t", start: machine, hasTables: true, steps: steps)))
    let rule = MeltdownRule(memory: memory, controls: controls)
    let leaks = judge.leaks(at: 0)
    #expect(rule.labels(at: VirtualAddress(0xffff_8880_0000_0000)) == leaks[.meltdown])
    #expect(leaks.isLeak == (leaks[.meltdown] != nil))
    return leaks[.meltdown]
  }

  @Test(arguments: [false, true])
  func unknownWithoutPaging(hasSteps: Bool) {
    #expect(Self.leaks(cr0: 0x8005_0033, cr4: 0x30_06f0, hasSteps: hasSteps) == ["direct map"])
    #expect(Self.leaks(cr0: 0x0005_0033, cr4: 0x30_06f0, hasSteps: hasSteps) == nil, "CR0.PG=0")
    #expect(Self.leaks(cr0: 0x6000_0010, cr4: 0x30_06f0, hasSteps: hasSteps) == nil, "CR0.PE=0")
    #expect(Self.leaks(cr0: 0x8005_0033, cr4: 0x30_06d0, hasSteps: hasSteps) == nil, "CR4.PAE=0")
  }
}
