import Isolation
import PageTables
import Recordings
import Timelines
import Verdicts

/// One process with page-table isolation, small enough to know every page of it.
///
///                                      U     K
///     0x0040_0000  user text          r-x   r--
///     0x0050_0000  user data          rw-   rw-   (the page after it is not mapped)
///     kernel       text of the entry  r-x   r-x
///     kernel + 4K  private data        .    rw-   (the page after it is read-only)
struct SmallMachine {
  static let userText = VirtualAddress(0x40_0000)
  static let userData = VirtualAddress(0x50_0000)
  static let entryText = VirtualAddress(0xffff_ffff_8100_0000)
  static let privateData = VirtualAddress(0xffff_ffff_8100_1000)
  static let kernelCR3 = CR3(0x4000)
  static let userCR3 = CR3(0x5000)

  private(set) var steps: StepTable
  private var builder = TableBuilder(firstFrame: FrameNumber(0x10))

  /// The tables, and no steps yet.
  init(hasAccesses: Bool = true) throws {
    steps = StepTable(hasAccesses: hasAccesses)
    let (kernel, user) = (Self.kernelCR3.root, Self.userCR3.root)
    let noExecute = Entry.Bit.noExecute.mask
    func map(_ address: VirtualAddress, _ physical: UInt64, _ flags: UInt64, _ root: FrameNumber) throws {
      try builder.map(address, to: PhysicalAddress(physical), flags: Entry(flags), under: root)
    }
    try map(Self.userText, 0x10_0000, 0x5, user)
    try map(Self.userData, 0x10_1000, 0x7 | noExecute, user)
    // Both halves share the user's tables, as isolation has it.
    let shared = builder.memory.word(at: user.wordAddress(0)) ?? 0
    builder.write(Entry(shared | noExecute), at: 0, of: kernel)
    for root in [user, kernel] { try map(Self.entryText, 0x10_2000, 0x1, root) }
    // A part of the kernel that the user half lacks at the top already.
    _ = try builder.table(of: .pdpt, for: VirtualAddress(0xffff_8880_0000_0000), under: kernel)
    try map(Self.privateData, 0x10_3000, 0x3 | noExecute, kernel)
    try map(VirtualAddress(Self.privateData.rawValue + 0x1000), 0x10_4000, 0x1 | noExecute, kernel)
  }

  /// Adds a step.
  mutating func step(
    _ rip: VirtualAddress, cpl: Int, cr3: CR3, instruction: String? = nil, flags: StepNote.Flags = [],
    accesses: [(kind: Access.Kind, address: UInt64, size: UInt32)] = [], symbol: String? = nil
  ) {
    let name = symbol.map { steps.add(text: $0) }
    for access in accesses {
      steps.append(
        RecordedAccess(
          kind: access.kind, address: VirtualAddress(access.address), size: access.size, symbol: name))
    }
    let site = steps.add(StepTable.Site(rip: rip, symbol: "s\(steps.count)", instruction: instruction))
    let note = flags.isEmpty ? nil : steps.add(StepNote(text: "", flags: flags))
    let known = steps.cr3s.firstIndex(of: cr3)
    let cr3 = known ?? steps.add(cr3)
    steps.append(number: steps.count, site: site, cpl: cpl, cr3: cr3, stackPointer: 0, note: note)
  }

  /// Judges the steps; without tables if told so.
  func judge(hasTables: Bool = true) -> Judge {
    let start = Machine(
      controls: .linux(cr3: steps.cr3(at: 0)), cpl: steps.cpl(at: 0), rip: steps.site(at: 0).rip,
      memory: hasTables ? builder.memory : SparseMemory())
    return Judge(Timeline(Recording(name: "small", start: start, hasTables: hasTables, steps: steps)))
  }
}
