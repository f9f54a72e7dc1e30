package import Isolation
package import PageTables
package import ScenarioModel

/// The page tables of a scenario's processes under one design, at Linux's addresses.
///
///     frames 0x3000 ...            0x3038 ...      0x3070 ...
///     +---------+-------------+---+-----------+---+-----------------------
///     | root A  | root A      |   | root A    |   | tables, one after the
///     | private | exposed, or |...| isolated, |...| other
///     |         | unused      |   | or gasi's |   |
///     +---------+-------------+---+-----------+---+-----------------------
///
/// A process has an 8 KiB pair of roots, as Linux allocates it; bit 12 of CR3 selects the second. A third space,
/// and the restricted one of gasi, have a root of their own. Processes share the tables of the kernel's part of the
/// private space. User entries of the private space carry XD under designs with a root pair.
/// Linux 6.12 arch/x86/mm/pti.c.
package struct ScenarioTables {
  /// The tables, in memory.
  package private(set) var memory = SparseMemory()
  private static let firstRoot: UInt64 = 0x3000
  /// Where the memory of processes starts; their own frames and these tables are all that is not shared.
  private static let firstOwnRoot = firstRoot + 2 * UInt64(LabelSet.processLimit)
  private static let firstTable = firstOwnRoot + 2 * UInt64(LabelSet.processLimit)

  private var builder = TableBuilder(firstFrame: FrameNumber(firstTable))
  private let scenario: Scenario
  private let design: Design
  private let settings: Settings

  /// The root of a space of a process.
  package static func root(of process: Int, _ spaceKind: SpaceKind, _ design: Design) -> FrameNumber {
    if spaceKind == design.ownRoot { return FrameNumber(firstOwnRoot + 2 * UInt64(process)) }
    return FrameNumber(firstRoot + 2 * UInt64(process) + (spaceKind == .private ? 0 : 1))
  }

  /// The kind of space that a root belongs to.
  package static func spaceKind(ofRoot root: FrameNumber, _ design: Design) -> SpaceKind {
    if root.rawValue >= firstOwnRoot { return design.ownRoot ?? .exposed }
    return root.rawValue & 1 == 1 ? .exposed : .private
  }

  /// Builds the tables. Throws if two sections want one address, or if one is misaligned.
  package init(_ scenario: Scenario, design: Design, settings: Settings) throws(TableBuilder.Problem) {
    self.scenario = scenario
    self.design = design
    self.settings = settings
    for number in Self.firstRoot..<Self.firstTable { builder.write(Entry(0), at: 0, of: FrameNumber(number)) }
    try mapKernel()
    for process in 0..<scenario.processCount {
      try mapUser(of: process)
      for spaceKind in design.spaceKinds where spaceKind != .private { try mapKernel(of: spaceKind, to: process) }
      finishPrivateSpace(of: process)
    }
    let flat = FlatMemory(copying: Self.firstRoot..<builder.nextFrame.rawValue, of: builder.memory)
    memory = SparseMemory(base: flat)
  }

  private func root(of process: Int, _ spaceKind: SpaceKind) -> FrameNumber {
    Self.root(of: process, spaceKind, design)
  }

  /// The kernel's part of the private space: everything, once.
  private mutating func mapKernel() throws(TableBuilder.Problem) {
    let root = self.root(of: 0, .private)
    for section in scenario.sections where section.sectionClass != .user && !section.isInDirectMap {
      for copy in 0..<copyCount(of: section) { try map(section, copy: copy, under: root) }
    }
  }

  private mutating func mapUser(of process: Int) throws(TableBuilder.Problem) {
    for section in scenario.sections where section.sectionClass == .user {
      try map(section, copy: process, under: root(of: process, design.userSpaceKind))
    }
    // The tables for the page that a demand fault will map are there already, as after a first touch nearby.
    _ = try builder.table(of: .pt, for: ScenarioLayout.demandPage, under: root(of: process, design.userSpaceKind))
  }

  /// The kernel's part of another space: only sections that it maps, and of what processes have only this one's.
  private mutating func mapKernel(of spaceKind: SpaceKind, to process: Int) throws(TableBuilder.Problem) {
    let root = self.root(of: process, spaceKind)
    for section in scenario.sections
    where section.sectionClass != .user
      && scenario.maps(section.name, section.sectionClass, in: spaceKind, of: design, settings)
    {
      switch section.copies {
      case .one where isShared(section): share(section, with: root)
      case .one: try map(section, copy: 0, under: root)
      case .perProcess: try map(section, copy: process, under: root)
      case .perThread:
        let isForAll = section.sectionClass == .exposedGlobal
        for (index, thread) in scenario.threads.enumerated() where isForAll || thread.process == process {
          try map(section, copy: index, under: root)
        }
      }
    }
  }

  /// Copies the shared top-level entries, and the user's, with XD if user code must not run with this space.
  private mutating func finishPrivateSpace(of process: Int) {
    let root = self.root(of: process, .private)
    if process > 0 {
      for index in 256..<512 { copyEntry(index, from: self.root(of: 0, .private), to: root) }
    }
    guard design.isSplit else { return }
    let poison = design.usesRootPair ? Entry.Bit.noExecute.mask : 0
    for index in 0..<256 { copyEntry(index, from: self.root(of: process, .exposed), to: root, adding: poison) }
  }

  /// Whether a section fills a top-level entry of its own, which all spaces then point to.
  private func isShared(_ section: Section) -> Bool {
    section.name == StandardKernel.espfix || section.name == "cpu_entry_area"
  }

  private mutating func share(_ section: Section, with root: FrameNumber) {
    for piece in section.pieces {
      copyEntry(piece.start.index(at: .pml4), from: self.root(of: 0, .private), to: root)
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
    // Without isolation the whole kernel is global; with it only what all spaces map alike.
    entry[.global] = piece.isGlobal || (!design.isSplit && section.sectionClass != .user)
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
