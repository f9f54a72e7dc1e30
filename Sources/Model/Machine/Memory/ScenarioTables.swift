import Isolation
import PageTables

/// The page tables of a scenario's processes under one design, at Linux's addresses.
///
///     frames 0x3000 ...        0x3038 ...
///     +---------+---------+---+-----------------------
///     | root A  | root A  |   | tables, one after the
///     | private | exposed |...| other
///     +---------+---------+---+-----------------------
///
/// A process has an 8 KiB pair of roots, as Linux allocates it; bit 12 of CR3 selects the second. Processes
/// share the tables of the kernel's part of the private half. User entries of the private half carry XD if
/// there is another half to run user code with. Linux 6.12 arch/x86/mm/pti.c.
struct ScenarioTables {
  /// The tables, in memory.
  private(set) var memory = SparseMemory()
  private static let firstRoot: UInt64 = 0x3000
  /// Where the memory of processes starts; their own frames and these tables are all that is not shared.
  private static let firstTable = firstRoot + 2 * UInt64(LabelSet.processLimit)

  private var builder = TableBuilder(firstFrame: FrameNumber(firstTable))
  private let scenario: Scenario
  private let design: Design
  private let exposed: Set<SectionClass>

  /// The root of one half of a process.
  static func root(of process: Int, _ spaceKind: SpaceKind) -> FrameNumber {
    FrameNumber(firstRoot + 2 * UInt64(process) + (spaceKind == .exposed ? 1 : 0))
  }

  /// Builds the tables. Throws if two sections want one address, or if one is misaligned.
  init(_ scenario: Scenario, design: Design, settings: Settings) throws(TableBuilder.Problem) {
    self.scenario = scenario
    self.design = design
    exposed = design.exposedClasses(scope: scenario.scope, settings: settings)
    for number in Self.firstRoot..<Self.firstTable { builder.write(Entry(0), at: 0, of: FrameNumber(number)) }
    try mapKernel()
    for process in 0..<scenario.processCount {
      try mapUser(of: process)
      if design != .nopti { try mapExposed(to: process) }
      finishPrivateHalf(of: process)
    }
    let flat = FlatMemory(copying: Self.firstRoot..<builder.nextFrame.rawValue, of: builder.memory)
    memory = SparseMemory(base: flat)
  }

  /// The kernel's part of the private half: everything, once.
  private mutating func mapKernel() throws(TableBuilder.Problem) {
    let root = Self.root(of: 0, .private)
    for section in scenario.sections where section.sectionClass != .user && !section.isInDirectMap {
      for copy in 0..<copyCount(of: section) { try map(section, copy: copy, under: root) }
    }
  }

  private mutating func mapUser(of process: Int) throws(TableBuilder.Problem) {
    for section in scenario.sections where section.sectionClass == .user {
      try map(section, copy: process, under: Self.root(of: process, design.userSpaceKind))
    }
    // The tables for the page that a demand fault will map are there already, as after a first touch nearby.
    _ = try builder.table(of: .pt, for: ScenarioLayout.demandPage, under: Self.root(of: process, design.userSpaceKind))
  }

  /// The kernel's part of the exposed half: only sections whose class is exposed, and only this process's.
  private mutating func mapExposed(to process: Int) throws(TableBuilder.Problem) {
    let root = Self.root(of: process, .exposed)
    for section in scenario.sections where section.sectionClass != .user && exposed.contains(section.sectionClass) {
      switch section.copies {
      case .one where isShared(section): share(section, with: root)
      case .one: try map(section, copy: 0, under: root)
      case .perProcess: try map(section, copy: process, under: root)
      case .perThread:
        for (index, thread) in scenario.threads.enumerated() where thread.process == process {
          try map(section, copy: index, under: root)
        }
      }
    }
  }

  /// Copies the shared top-level entries, and the user's with XD if user code has a half of its own.
  private mutating func finishPrivateHalf(of process: Int) {
    let root = Self.root(of: process, .private)
    if process > 0 {
      for index in 256..<512 { copyEntry(index, from: Self.root(of: 0, .private), to: root) }
    }
    guard design != .nopti else { return }
    for index in 0..<256 {
      copyEntry(index, from: Self.root(of: process, .exposed), to: root, adding: Entry.Bit.noExecute.mask)
    }
  }

  /// Whether a section fills a top-level entry of its own, which both halves then point to.
  private func isShared(_ section: Section) -> Bool {
    section.name == StandardKernel.espfix || section.name == "cpu_entry_area"
  }

  private mutating func share(_ section: Section, with root: FrameNumber) {
    for piece in section.pieces {
      copyEntry(piece.start.index(at: .pml4), from: Self.root(of: 0, .private), to: root)
    }
  }

  private mutating func copyEntry(_ index: Int, from: FrameNumber, to: FrameNumber, adding bits: UInt64 = 0) {
    let word = builder.memory.word(at: from.wordAddress(index)) ?? 0
    if word != 0 { builder.write(Entry(word | bits), at: index, of: to) }
  }

  private func copyCount(of section: Section) -> Int {
    switch section.copies {
    case .one: 1
    case .perProcess: scenario.processCount
    case .perThread: scenario.threads.count
    }
  }

  private mutating func map(_ section: Section, copy: Int, under root: FrameNumber) throws(TableBuilder.Problem) {
    for piece in section.pieces(ofCopy: copy) {
      let flags = flags(of: piece, in: section)
      for page in 0..<UInt64(piece.pages) {
        let offset = page &* piece.pageSize.bytes
        try builder.map(
          VirtualAddress(piece.start.rawValue &+ offset), to: PhysicalAddress(piece.physical.rawValue &+ offset),
          size: piece.pageSize, flags: flags, under: root)
      }
      if section.name == StandardKernel.espfix { try repeatEspfix(piece, under: root) }
    }
  }

  private func flags(of piece: Section.Piece, in section: Section) -> Entry {
    var entry = Entry(0)
    for bit in [Entry.Bit.present, .accessed, .dirty] { entry[bit] = true }
    entry[.writable] = piece.isWritable
    entry[.user] = section.sectionClass == .user
    entry[.noExecute] = !piece.isExecutable
    // Without isolation the whole kernel is global; with it only what both halves map alike.
    entry[.global] = piece.isGlobal || (design == .nopti && section.sectionClass != .user)
    return entry
  }

  /// Espfix: one page, 32 times in its PT, which all entries of its PD name, which four entries of its PDPT
  /// name: 65,536 times, 64 KiB from each other. Linux 6.12 arch/x86/kernel/espfix_64.c.
  private mutating func repeatEspfix(_ piece: Section.Piece, under root: FrameNumber) throws(TableBuilder.Problem) {
    let pt = try builder.table(of: .pt, for: piece.start, under: root)
    let pd = try builder.table(of: .pd, for: piece.start, under: root)
    let pdpt = try builder.table(of: .pdpt, for: piece.start, under: root)
    func word(_ table: FrameNumber, _ level: Level) -> Entry {
      Entry(builder.memory.word(at: table.wordAddress(piece.start.index(at: level))) ?? 0)
    }
    let (page, table, directory) = (word(pt, .pt), word(pd, .pd), word(pdpt, .pdpt))
    for index in 0..<32 { builder.write(page, at: piece.start.index(at: .pt) % 16 + index * 16, of: pt) }
    for index in 0..<512 { builder.write(table, at: index, of: pd) }
    for index in 0..<4 { builder.write(directory, at: piece.start.index(at: .pdpt) + index, of: pdpt) }
  }
}
