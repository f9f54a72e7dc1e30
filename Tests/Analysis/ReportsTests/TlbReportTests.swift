import PageTables
import Reports
import Testing

@Suite struct TlbReportTests {
  @Test(arguments: ["core-user", "core-syscall"]) func equalsQEMUsText(_ name: String) throws {
    let core = try CoreFile("dump/\(name).elf")
    let report = TlbReport(memory: core, controls: core.controls)
    var isComplete = false
    let text = ByteSink.collect { isComplete = report.write(to: &$0) }
    #expect(isComplete)
    #expect(text == (try Capture.bytes("dump/\(name).tlb")))
  }

  @Test func printsTheLeafsOwnBits() throws {
    var tables = TableBuilder(firstFrame: FrameNumber(0x10))
    let root = tables.makeTable()
    // Read-only upper entries do not show, and neither does bit 7 of a PTE, which is PAT.
    try tables.map(
      VirtualAddress(0x1000), to: PhysicalAddress(0x5000), flags: Entry(0x82), under: root)
    try tables.map(
      VirtualAddress(0x20_0000), to: PhysicalAddress(0x4020_0000), size: .twoMiB,
      flags: Entry(0x8000_0000_0000_0178), under: root)
    try tables.map(
      VirtualAddress(0xffff_8000_4000_0000), to: PhysicalAddress(0x3_ffff_c000_0000), size: .oneGiB,
      flags: Entry(0x1044), under: root)
    let report = TlbReport(
      memory: tables.memory, controls: .linux(cr3: CR3(root.address.rawValue)), lineEnd: .lineFeed)
    #expect(
      ByteSink.text { _ = report.write(to: &$0) } == """
        0000000000001000: 0000000000005000 --------W
        0000000000200000: 0000000040200000 XGPDACT--
        ffff800040000000: 0003ffffc0000000 --PD---U-

        """)
  }

  /// A large page that is seen as a PTE through a self-map: bit 7 of the entry shows at level 2 and not at level 1.
  @Test func aLargePageSeenAsPTE() {
    var memory = SparseMemory()
    let frames = (0x10...0x12).map { FrameNumber($0) }
    for frame in frames { memory.clear(frame) }
    memory.write(frames[1].address.rawValue | 0x67, at: frames[0].wordAddress(0))
    memory.write(frames[2].address.rawValue | 0x67, at: frames[1].wordAddress(0))
    memory.write(0x4000_00e7, at: frames[2].wordAddress(1))
    memory.write(frames[2].address.rawValue | 0x67, at: frames[2].wordAddress(2))
    let report = TlbReport(
      memory: memory, controls: .linux(cr3: CR3(frames[0].address.rawValue)), lineEnd: .lineFeed)
    #expect(
      ByteSink.text { _ = report.write(to: &$0) } == """
        0000000000200000: 0000000040000000 --PDA--UW
        0000000000401000: 0000000040000000 ---DA--UW
        0000000000402000: 0000000000012000 ---DA--UW

        """)
  }

  /// QEMU 7.2 target/i386/monitor.c, hmp_info_tlb.
  @Test func pagingIsOff() {
    let controls = Controls(cr0: 0x11, cr3: CR3(0), cr4: 0)
    let report = TlbReport(memory: SparseMemory(), controls: controls)
    #expect(ByteSink.text { _ = report.write(to: &$0) } == "PG disabled\r\n")
  }

  @Test func signExtendsFromBit56WithFiveLevels() throws {
    var tables = TableBuilder(mode: .fiveLevel, firstFrame: FrameNumber(0x10))
    let root = tables.makeTable()
    for address: UInt64 in [0x00ff_8000_0000_0000, 0xff11_0000_0000_0000] {
      try tables.map(
        VirtualAddress(address), to: PhysicalAddress(0xf_ffff_ffff_f000), flags: Entry(0x20), under: root)
    }
    var controls = Controls.linux(cr3: CR3(root.address.rawValue))
    controls.cr4 |= 1 << 12
    let report = TlbReport(memory: tables.memory, controls: controls, lineEnd: .lineFeed)
    #expect(
      ByteSink.text { _ = report.write(to: &$0) } == """
        00ff800000000000: 0003fffffffff000 ----A----
        ff11000000000000: 0003fffffffff000 ----A----

        """)
  }

  @Test(arguments: [(UInt64(2), 2, false), (3, 3, true), (4, 3, true)])
  func stopsAtTheLimit(limit: UInt64, lines: Int, isComplete: Bool) throws {
    var tables = TableBuilder(firstFrame: FrameNumber(0x10))
    let root = tables.makeTable()
    for page: UInt64 in 1...3 {
      try tables.map(
        VirtualAddress(page << 12), to: PhysicalAddress(page << 12), flags: Entry(2), under: root)
    }
    let report = TlbReport(
      memory: tables.memory, controls: .linux(cr3: CR3(root.address.rawValue)), limit: limit)
    var answer = false
    let text = ByteSink.text { answer = report.write(to: &$0) }
    #expect(text.utf8.count { $0 == 0x0a } == lines)
    #expect(answer == isComplete)
  }
}
