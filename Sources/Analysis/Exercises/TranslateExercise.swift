import PageTables
import Reports

/// Page tables as words in memory, and five accesses: each ends in another way.
struct TranslateExercise {
  /// An access to ask about.
  private struct Asked {
    let address: VirtualAddress
    let access: Access
  }

  /// The fifth access: one that the entries alone do not decide.
  private enum Special: CaseIterable {
    case smap
    case smep
    case kernelPage
    case notCanonical
  }

  let content: Exercise.Content

  init(_ random: ExerciseRandom) {
    var random = random
    let special = random.pick(Special.allCases)
    var tables = TranslateTables(&random, isExecutable: special == .smep || random.oneIn(2))
    var asked = [
      Self.userPage(tables, &random), Self.largePage(tables, &random), Self.absent(&tables, &random),
      Self.denied(&tables, &random), Self.special(special, tables, &random),
    ]
    asked = random.shuffled(asked)
    let controls = Controls.linux(cr3: CR3(tables.root.address.rawValue))
    let walker = Walker(memory: tables.memory, controls: controls)
    var content = Exercise.Content()
    content.parameters = [
      .init(name: "cr3", value: controls.cr3.rawValue.hexWord), .init(name: "levels", value: "4"),
      .init(name: "large page", value: tables.largeSize.name),
    ]
    content.introduction = Self.introduction
    content.terms = Self.terms
    content.tables = [Self.table(of: tables.rows)]
    content.questions = asked.map { Self.question($0, walker) }
    self.content = content
  }

  // MARK: What is asked

  private static func userPage(_ tables: TranslateTables, _ random: inout ExerciseRandom) -> Asked {
    let canFetch = !(tables.path.last?.entry[.noExecute] ?? true)
    let kinds: [Access.Kind] = canFetch ? [.read, .write, .fetch] : [.read, .write]
    return Asked(address: address(in: tables, &random), access: Access(random.pick(kinds), cpl: 3))
  }

  private static func largePage(_ tables: TranslateTables, _ random: inout ExerciseRandom) -> Asked {
    let offset = random.number(below: tables.largeSize.bytes)
    return Asked(
      address: VirtualAddress(tables.largePage.rawValue | offset), access: Access(random.pick([.read, .write]), cpl: 0))
  }

  /// An address whose walk ends at an entry that is not present: one that is 0, or one that only looks like an entry.
  private static func absent(_ tables: inout TranslateTables, _ random: inout ExerciseRandom) -> Asked {
    let depth = random.number(in: 0..<4)
    let row = tables.path[depth]
    let index = tables.freeIndex(of: row.table, in: depth == 0 ? 0..<256 : 0..<512, &random)
    if random.oneIn(2) { tables.put(row.entry.rawValue & ~1, at: index, of: row.table, row.level) }
    var indexes = tables.userIndexes
    indexes[depth] = index
    return Asked(
      address: TranslateTables.address(indexes, offset: random.number(below: 0x1000)),
      access: Access(random.pick(Access.Kind.allCases), cpl: random.pick([0, 3])))
  }

  /// A second way to the user page, through an entry that denies what is done.
  private static func denied(_ tables: inout TranslateTables, _ random: inout ExerciseRandom) -> Asked {
    let depth = random.number(in: 0..<4)
    let row = tables.path[depth]
    let index = tables.freeIndex(of: row.table, in: depth == 0 ? 0..<256 : 0..<512, &random)
    let kind = random.pick(Access.Kind.allCases)
    var entry = row.entry
    if depth == 3 { entry = Entry(tables.pageFrame(&random) << 12 | TranslateTables.user) }
    switch kind {
    case .read: entry[.user] = false
    case .write: entry[.writable] = false
    case .fetch: entry[.noExecute] = true
    }
    tables.put(entry.rawValue, at: index, of: row.table, row.level)
    var indexes = tables.userIndexes
    indexes[depth] = index
    return Asked(
      address: TranslateTables.address(indexes, offset: random.number(below: 0x1000)), access: Access(kind, cpl: 3))
  }

  private static func special(_ special: Special, _ tables: TranslateTables, _ random: inout ExerciseRandom) -> Asked {
    let address = address(in: tables, &random)
    switch special {
    case .smap: return Asked(address: address, access: Access(random.pick([.read, .write]), cpl: 0))
    case .smep: return Asked(address: address, access: Access(.fetch, cpl: 0))
    case .kernelPage:
      let offset = random.number(below: tables.largeSize.bytes)
      return Asked(
        address: VirtualAddress(tables.largePage.rawValue | offset),
        access: Access(random.pick([.read, .write]), cpl: 3))
    case .notCanonical:
      let high = random.pick([0x0001, 0x00ff, 0x8000, 0xffff]) as UInt64
      return Asked(address: VirtualAddress(address.rawValue | high << 48), access: Access(.read, cpl: 3))
    }
  }

  private static func address(in tables: TranslateTables, _ random: inout ExerciseRandom) -> VirtualAddress {
    TranslateTables.address(tables.userIndexes, offset: random.number(below: 0x1000))
  }

  // MARK: The sheet

  private static let introduction = [
    "The tables below are in memory. For each access give the four indexes, and either the physical address or the "
      + "fault. For a fault give its error code, and the level at which the walk ends or which denies the access.",
    "CR0.WP, EFER.NXE, CR4.SMEP and CR4.SMAP are 1. EFLAGS.AC is 0.",
  ]

  private static let terms: [Exercise.Term] = [
    .init(word: "CR3", meaning: "the register with the physical address of the first table, the PML4."),
    .init(
      word: "index",
      meaning: "bits 47-39 of an address select an entry of the PML4 (level 4), 38-30 of the PDPT (level 3), 29-21 of "
        + "the PD (level 2), 20-12 of the PT (level 1). The rest is the offset in the page."),
    .init(
      word: "entry",
      meaning: "bits 51-12: the address of the next table, or of the page. Bit 0 P: present. 1 RW: writes allowed. "
        + "2 US: user mode allowed. 5 A and 6 D: used, written. 7 PS, at levels 3 and 2: a page of 1 GiB, 2 MiB, and "
        + "no further table. 8 G: global. 63 XD: no fetches."),
    .init(
      word: "rights",
      meaning: "what every entry of the walk allows. CPL 3 needs US=1. A write needs RW=1, a fetch XD=0."),
    .init(word: "CPL", meaning: "the privilege level: 3 is user mode, 0 the kernel (supervisor mode)."),
    .init(
      word: "SMAP, SMEP",
      meaning: "a page with US=1 at every level cannot be read or written, or fetched from, at CPL 0."
    ),
    .init(word: "canonical", meaning: "bits 63 to 47 of an address are equal. Another address raises #GP."),
    .init(
      word: "#PF error code",
      meaning: "bit 0: an entry was present and denies (0: not present). 1: a write. 2: at CPL 3. 4: a fetch."),
    .init(word: "level that denies", meaning: "the highest level whose entry denies the access even alone."),
  ]

  private static func table(of rows: [TranslateTables.Row]) -> Exercise.Table {
    let tables = rows.reduce(into: [FrameNumber]()) { if !$0.contains($1.table) { $0.append($1.table) } }
    let cells = tables.flatMap { table in
      rows.filter { $0.table == table }.sorted { $0.index < $1.index }.map { row in
        [
          row.level.name, table.address.rawValue.padded(8), String(row.index), UInt64(row.index).padded(3),
          row.entry.rawValue.hexWord,
        ]
      }
    }
    return .init(
      title: "Entries; all others of these tables are 0", columns: ["table", "at", "index", "hex", "entry"], rows: cells
    )
  }

  private static func question(_ asked: Asked, _ walker: Walker<SparseMemory>) -> Exercise.Question {
    let walk = walker.walk(asked.address)
    let check = walk.check(asked.access, controls: walker.controls)
    let levels: [Level] = [.pml4, .pdpt, .pd, .pt]
    let indexes = levels.map { String(asked.address.index(at: $0)) }.joined(separator: ".")
    var reasons = ["Indexes \(indexes), low 12 bits \((asked.address.rawValue & 0xfff).padded(3))."]
    for visit in walk.visits {
      let flags = visit.entry.flagNames(at: visit.level)
      reasons.append(
        "Level \(visit.level.rawValue): \(visit.level.name)[\(asked.address.index(at: visit.level))] at "
          + "\(visit.address.rawValue.hex) is \(visit.entry.rawValue.hexWord): "
          + (flags.isEmpty ? "empty." : flags.joined(separator: " ") + "."))
    }
    if let physical = walk.physical, let size = walk.pageSize {
      let offset = physical.rawValue & (size.bytes - 1)
      reasons.append("Page of \(size.name) at \((physical.rawValue - offset).hex), offset \(offset.hex).")
    }
    let sentence = FaultSentence(walk: walk, access: asked.access, check: check)
    reasons.append("\(sentence.verdict): \(sentence.cause).")
    return .init(
      text: "CPL \(asked.access.mode == .user ? 3 : 0) \(asked.access.kind.verb) \(asked.address.rawValue.hexWord).",
      answer: answer(check, sentence), reasons: reasons)
  }

  private static func answer(_ check: AccessCheck, _ sentence: FaultSentence) -> String {
    switch check {
    case .allowed(let physical): return "physical address \(physical.rawValue.hexWord)"
    case .pageFault(let fault):
      let place = fault.deniedBy.map { "level \($0.rawValue)" } ?? "denied by CR4, not by a level"
      return "\(sentence.code) (\(sentence.meaning)), \(place)"
    case .notCanonical: return "#GP: there is no walk"
    case .unknown, .undetermined: return sentence.verdict
    }
  }
}

extension Access.Kind {
  /// "reads", "writes" or "fetches from".
  var verb: String {
    switch self {
    case .read: "reads"
    case .write: "writes"
    case .fetch: "fetches from"
    }
  }
}
