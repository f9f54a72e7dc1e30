import Isolation
import PageTables
import Recordings
import Testing
import Timelines
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

  /// A page of 4 KiB of the direct map is allowed if the cpu entry area has it too: with a table of that area missing nobody
  /// can tell. Linux 6.12 arch/x86/mm/pti.c, pti_clone_user_shared.
  @Test(arguments: [nil, 0x5000, 0x6000] as [UInt64?])
  func aMissingTableOfTheEntryArea(missing: UInt64?) {
    var memory = SparseMemory()
    // PML4[273] to a page of 4 KiB, PML4[508] by other tables to nothing.
    for (address, value) in [
      (0x1000 + 273 * 8, 0x2003), (0x2000, 0x3003), (0x3000, 0x4003), (0x4000, 0x7003), (0x1000 + 508 * 8, 0x5003),
      (0x5000, 0x6003), (0x6000, 0),
    ] as [(UInt64, UInt64)] where address & ~0xfff != missing {
      memory.write(value, at: PhysicalAddress(address))
    }
    let rule = MeltdownRule(memory: memory, controls: .linux(cr3: CR3(0x1000)))
    let expected = missing == nil ? ["direct map"] : nil
    #expect(rule.labels == expected)
    #expect(rule.labels(at: VirtualAddress(0xffff_8880_0000_0000)) == expected)
  }

  /// Entries of PML4 that share their tables may be one mapping with repeats, each in its own region. Slots: 272 LDT remap, 273 direct map, 402 vmalloc, 508 cpu entry area.
  @Test(
    arguments: [
      ([272], []), ([273], ["direct map"]), ([272, 273], ["direct map"]), ([273, 402], ["direct map", "vmalloc"]),
      ([272, 402], ["vmalloc"]), ([273, 508], []), ([402, 508], []), ([402, 506], ["vmalloc", "unused"]),
      ([273, 338, 403], ["direct map", "vmalloc"]),
      ([272, 273, 402], ["direct map", "vmalloc"]), ([273, 275, 402], ["direct map", "vmalloc"]),
    ] as [([UInt64], [String])])
  func regionsThatShareTables(slots: [UInt64], labels: [String]) {
    var memory = SparseMemory()
    for slot in slots { memory.write(0x2003, at: PhysicalAddress(0x1000 + slot * 8)) }
    for (address, value) in [(0x2000, 0x3003), (0x3000, 0x4003), (0x4000, 0x7003)] as [(UInt64, UInt64)] {
      memory.write(value, at: PhysicalAddress(address))
    }
    let rule = MeltdownRule(memory: memory, controls: .linux(cr3: CR3(0x1000)))
    #expect(rule.labels == labels)
    // Another table, in vmemmap, starts between the repeats, and maps another page.
    for (address, value) in [(0x1000 + 468 * 8, 0x8003), (0x8008, 0x9003), (0x9000, 0xa003), (0xa000, 0xb003)]
      as [(UInt64, UInt64)]
    { memory.write(value, at: PhysicalAddress(address)) }
    let among = MeltdownRule(memory: memory, controls: .linux(cr3: CR3(0x1000)))
    for slot in slots {
      let address = VirtualAddress(0xffff_0000_0000_0000 | slot << 39)
      let region = Region(of: address, mode: .fourLevel).rawValue
      let isAllowed = slots.contains(508) || slot == 272
      #expect(rule.labels(at: address) == (isAllowed ? [] : [region]), "\(slot)")
      #expect(among.labels(at: address) == (isAllowed ? [] : [region]), "\(slot)")
      #expect(among.labels(at: VirtualAddress(address.rawValue + 0x1000)) == [], "\(slot)")
    }
  }
}
