import Bytes
import Captures
import Chassis
import Isolation
import ObjectExplorer
import PageTables
import Recordings
import SectionCheck
import TestSupport
import Testing
import Timelines

/// What is said of the row under the cursor, a test a state.
@Suite struct DetailTests {
  @Test func aWayIsLookedForWhileNobodyWaits() throws {
    var explorer = try Checking.explorer()
    #expect(explorer.isSurveying)
    #expect(explorer.text.contains(" way: looking for a way from an entry ..."))
    explorer.settle()
    #expect(explorer.text.contains(" way: asm_exc_page_fault > exc_page_fault"))
    #expect(!explorer.isSurveying)
  }

  @Test func noEntryLeadsThere() throws {
    var explorer = try Checking.explorer()
    explorer.settle()
    explorer.press("/ t s s Enter")
    #expect(explorer.text.contains(" way: no entry leads here by direct calls"))
  }

  @Test func dataHasNoWay() throws {
    var explorer = try Checking.explorer()
    explorer.settle()
    explorer.press("/ P T R Enter")
    #expect(explorer.text.contains(" way: it is data: no code runs here"))
    #expect(explorer.text.contains(" bytes  00 00 00 00 00 00 00 00[00 00 00 00 00 00 00 00]"))
    #expect(explorer.text.contains(" R_X86_64_64 -> vfs_read (.text)"))
  }

  @Test func aPolicyWithoutEntries() throws {
    var policy = SectionPolicy.standard
    policy.entries = []
    var explorer = try Checking.explorer(policy: policy)
    #expect(!explorer.isSurveying)
    #expect(explorer.text.contains(" way: the policy names no entry that these files define"))
    explorer.press("Tab")
    #expect(explorer.state.message == "no symbol is an entry of the policy: it names none")
    #expect(explorer.text.contains(" no symbol of the files is an entry of the policy"))
    explorer.press("Enter j x")
    #expect(explorer.state.message == "cr3scope check vmlinux.o --entries")
  }

  @Test func theRuleIsExplained() throws {
    var explorer = try Checking.explorer(Checking.kernel, 80, 60)
    explorer.press("Enter")
    #expect(explorer.text.contains(" CALL: exposed code calls or jumps to text that is not exposed."))
    #expect(explorer.text.contains(" What to do: put the callee into exposed text"))
  }

  @Test func aSymbolOfElsewhere() throws {
    var explorer = try Checking.explorer()
    explorer.press("/ U N D E F Enter")
    #expect(explorer.text.contains(" R_X86_64_PLT32 -> missing, not defined in what is checked, at byte 0x"))
  }

  @Test func headings() throws {
    var explorer = try Checking.explorer()
    explorer.settle()
    explorer.press("g")
    #expect(explorer.text.contains(" section .noinstr.text (xtext, exposed under unified): 3 findings"))
    #expect(explorer.text.contains(" ! 1 CALL: exposed code calls or jumps to text that is not exposed"))
    explorer.press("j")
    #expect(explorer.text.contains(" exc_page_fault in .noinstr.text: 1 finding"))
    #expect(explorer.text.contains(" way: asm_exc_page_fault > exc_page_fault"))
  }

  @Test func nothingIsFound() throws {
    var object = ObjectWriter()
    object.addSection(".text", [.allocated, .execute], [0xc3])
    let explorer = try Checking.explorer(object)
    #expect(explorer.text.contains("+ nothing found: all that exposed code needs is exposed"))
  }

  @Test func entries() throws {
    var explorer = try Checking.explorer()
    explorer.press("Tab")
    #expect(explorer.text.contains(" __x64_sys_getpid: looking at what it reaches ..."))
    explorer.settle()
    #expect(explorer.text.contains("-- entries 1/3 "))
    #expect(explorer.text.contains(" __x64_sys_getpid: exposed"))
    #expect(explorer.text.contains(" all that it reaches is mapped"))
    explorer.press("G")
    #expect(explorer.text.contains(" asm_exc_page_fault: private"))
    #expect(explorer.text.contains(" goes through the gate gate_read, path asm_exc_page_fault > exc_page_fault"))
  }

  // MARK: A dump

  @Test func whereASiteLies() throws {
    var explorer = try Checking.explorer(dump: Checking.dump())
    explorer.press("Enter")
    #expect(explorer.text.contains(" site exc_page_fault+0x1 at ffffffff813ad001: kernel half r-x; not mapped in"))
    #expect(explorer.text.contains(" target printk: the symbols of the dump have printk 2 times"))
  }

  @Test func aPerCPUVariableThatTheUserHalfMaps() throws {
    let words = try Checking.dump().words(
      "target", symbol: "cpu_tss_rw", offset: 4, section: ".data..percpu..page_aligned")
    #expect(words == "target at ffff888007a06004: user half rw-, kernel half rw-")
  }

  @Test func symbolsThatLeadNowhere() throws {
    let dump = try Checking.dump()
    let missing = dump.words("target", symbol: "secret", offset: 0, section: ".data")
    #expect(missing == "target: the symbols of the dump do not have secret")
    let unmapped = dump.words("site", symbol: "__x64_sys_getpid", offset: 1, section: ".text..exposed")
    #expect(unmapped == "site at fffffffff0000001: not mapped in the user half; not mapped in the kernel half")
    #expect(!dump.isElsewhere)
  }

  /// A table of the user half is not in the dump: what it maps is unknown, not "not mapped".
  @Test func aTableIsMissing() throws {
    let tables: [(UInt64, [Int: UInt64])] = [
      (0x10000, [0: 0x30007, 273: 0x40003, 511: 0x20003]), (0x11000, [0: 0x30007, 511: 0x28003]),
      (0x20000, [510: 0x21003]),
      (0x21000, [8: 0x100_0183]), (0x28000, [510: 0x29003]), (0x30000, [0: 0x31007]), (0x31000, [2: 0x32007]),
      (0x32000, [0: 0x5007]), (0x40000, [0: 0x83]),
    ]
    let note = ELFWriter.qemuNote(rip: 0xffff_ffff_8100_0000, cs: 0x10, cr3: 0x10000)
    let pieces =
      [ELFWriter.Piece(kind: 4, bytes: note)] + tables.map { .init(physical: $0.0, bytes: ELFWriter.table($0.1)) }
    let recording = try CoreDump(FileBytes(name: "t.elf", ELFWriter(pieces).file)).recording()
    let symbol = SymbolTable.Symbol(address: VirtualAddress(0xffff_ffff_8100_0000), kind: "T", name: "_text")
    let dump = KernelDump(Timeline(recording), symbols: SymbolTable([symbol]))
    #expect(
      dump.words("site", symbol: "_text", offset: 1, section: ".text")
        == "site at ffffffff81000001: kernel half rwx; unknown in the user half")
    #expect(!dump.isElsewhere)
  }

  /// The first page of the direct map in the user half is that of CPU 0, if no table before it is missing.
  @Test(arguments: [nil, 0x42000, 0x43000, 0x30000] as [UInt64?]) func perCPUPages(missing: UInt64?) throws {
    // Two CPUs' pages of cpu_tss_rw, by two page tables.
    let tables: [(UInt64, [Int: UInt64])] = [
      (0x10000, [0: 0x30007, 273: 0x50003, 511: 0x20003]), (0x11000, [0: 0x30007, 273: 0x40003]),
      (0x20000, [510: 0x21003]), (0x21000, [8: 0x100_0183]), (0x30000, [0: 0x31007]), (0x31000, [2: 0x32007]),
      (0x32000, [0: 0x5007]), (0x40000, [0: 0x41003]), (0x41000, [1: 0x42003, 2: 0x43003]),
      (0x42000, [6: 0x20_6003]), (0x43000, [6: 0x40_6003]), (0x50000, [0: 0x83]),
    ]
    let note = ELFWriter.qemuNote(rip: 0xffff_ffff_8100_0000, cs: 0x10, cr3: 0x10000)
    let pieces =
      [ELFWriter.Piece(kind: 4, bytes: note)]
      + tables.filter { $0.0 != missing }.map { .init(physical: $0.0, bytes: ELFWriter.table($0.1)) }
    let recording = try CoreDump(FileBytes(name: "t.elf", ELFWriter(pieces).file)).recording()
    let symbols = [(0x6000, "cpu_tss_rw"), (0x9000, "other")].map {
      SymbolTable.Symbol(address: VirtualAddress($0.0), kind: "D", name: $0.1)
    }
    let dump = KernelDump(Timeline(recording), symbols: SymbolTable(symbols))
    let words = dump.words("target", symbol: "other", offset: 0, section: ".data..percpu")
    let isKnown = missing == nil || missing == 0x30000
    #expect(
      words.hasPrefix(isKnown ? "target at ffff888000209000" : "target: per-CPU; the dump does not say"), "\(words)")
  }

  @Test func aDumpWithoutAPerCPUArea() throws {
    let dump = try Checking.dump([(0x1000, "other")], without: "cpu_tss_rw")
    let words = dump.words("target", symbol: "other", offset: 0, section: ".data..percpu")
    #expect(words == "target: per-CPU; the dump does not say where the variables of CPU 0 are")
  }

  /// KASLR moves all of the kernel.
  @Test func aDumpOfAnotherKernel() throws {
    let dump = try Checking.dump([(0xffff_ffff_f100_0000, "_text")])
    #expect(dump.isElsewhere)
    let explorer = try Checking.explorer(dump: dump)
    #expect(explorer.text.contains(" dump   the kernel is not where its symbols are: another kernel, or KASLR"))
    #expect(try !Checking.dump([(0xffff_ffff_8100_0000, "_text")]).isElsewhere)
  }
}
