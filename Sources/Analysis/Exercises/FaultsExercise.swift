import Isolation
import PageTables
import Reports

/// Mappings in the two spaces of a design, and eight accesses: some fault, each of these in another way.
struct FaultsExercise {
  /// An access to ask about.
  private struct Asked {
    let row: FaultsMappings.Row
    let address: VirtualAddress
    let access: Access
    /// 0 for the space of user code, 1 for the kernel's.
    let space: Int
    let controls: Controls
    let check: AccessCheck

    /// What comes of it: accesses with the same are alike.
    var outcome: String {
      guard let fault = check.fault else { return "allowed" }
      return "\(fault.cause) \(fault.errorCode.rawValue)"
    }

    var cpl: Int { access.mode == .user ? 3 : 0 }
  }

  private let mappings: FaultsMappings
  let content: Exercise.Content

  init(_ random: ExerciseRandom) throws {
    var random = random
    mappings = try FaultsMappings(&random, design: random.pick(Design.all.filter { $0.halves != nil }))
    let asked = Self.choose(Self.candidates(mappings, &random), &random)
    var content = Exercise.Content()
    content.parameters = [
      .init(name: "design", value: mappings.design.name), .init(name: "mappings", value: "\(mappings.rows.count)"),
      .init(name: "accesses", value: "\(asked.count)"),
    ]
    content.introduction = Self.introduction(mappings)
    content.terms = Self.terms
    content.tables = [Self.table(of: mappings)]
    let names = mappings.spaceNames
    content.questions = asked.map { Self.question($0, names) }
    self.content = content
  }

  // MARK: What is asked

  /// Every mapping, in both spaces, by user code and by the kernel, in random surroundings and order.
  private static func candidates(_ mappings: FaultsMappings, _ random: inout ExerciseRandom) -> [Asked] {
    var found: [Asked] = []
    for row in mappings.rows {
      for (space, kind, cpl) in combinations where cpl == 0 || space == 0 || row.isUser {
        var controls = Controls.linux(cr3: CR3(mappings.roots[space].address.rawValue))
        if random.oneIn(4) { controls.cr4 &= ~(1 << 20) }
        if random.oneIn(4) { controls.cr4 &= ~(1 << 21) }
        let offset = random.number(below: UInt64(row.pages) << 12)
        let address = VirtualAddress(row.start.rawValue + offset)
        let access = Access(kind, cpl: cpl)
        let check = Walker(memory: mappings.memory, controls: controls).walk(address)
          .check(access, controls: controls)
        found.append(
          Asked(row: row, address: address, access: access, space: space, controls: controls, check: check))
      }
    }
    return random.shuffled(found)
  }

  private static let combinations = [0, 1].flatMap { space in
    Access.Kind.allCases.flatMap { kind in [3, 0].map { (space, kind, $0) } }
  }

  /// Eight: three that are allowed, and five faults that differ; of one of them nothing is mapped.
  private static func choose(_ candidates: [Asked], _ random: inout ExerciseRandom) -> [Asked] {
    let allowed = candidates.filter { $0.check.fault == nil }.prefix(3)
    var faults = Array(candidates.filter { $0.check.fault?.cause == .notPresent }.prefix(1))
    for candidate in candidates where candidate.check.fault != nil {
      if !faults.contains(where: { $0.outcome == candidate.outcome }) { faults.append(candidate) }
    }
    return random.shuffled(Array(allowed) + Array(faults.prefix(8 - allowed.count)))
  }

  // MARK: The sheet

  private static func introduction(_ mappings: FaultsMappings) -> [String] {
    let names = mappings.spaceNames
    return [
      "\(mappings.design.halves ?? "") User pages cannot be executed in \(names[1]), so that a return to user code "
        + "without the CR3 write faults at once.",
      "The table says what each space allows. For each access below: is it done, or does it fault? With which error "
        + "code, and why? The accesses are independent of each other.",
      "CR0.WP and EFER.NXE are 1. EFLAGS.AC is 0.",
    ]
  }

  private static let terms: [Exercise.Term] = [
    .init(word: "space", meaning: "what one value of CR3 maps."),
    .init(
      word: "rights", meaning: "r: read, w: write, x: fetch instructions; . means that the space maps nothing there."),
    .init(word: "user, kernel", meaning: "whose page it is: US=1 for a user page, US=0 for one of the kernel."),
    .init(word: "CPL", meaning: "the privilege level: 3 is user mode, which needs a user page; 0 is the kernel."),
    .init(word: "SMEP", meaning: "if 1, a fetch from a user page at CPL 0 faults."),
    .init(word: "SMAP", meaning: "if 1, a read or write of a user page at CPL 0 faults (while EFLAGS.AC is 0)."),
    .init(
      word: "#PF error code",
      meaning:
        "bit 0: the page is mapped, and the access violates its rights (0: not mapped). 1: a write. 2: at CPL 3. "
        + "4: a fetch."),
  ]

  private static func table(of mappings: FaultsMappings) -> Exercise.Table {
    func letters(_ rights: Rights?) -> String { rights.map(\.letters) ?? "." }
    return .init(
      title: "Mappings", columns: ["mapping", "first byte", "last byte", "page"] + mappings.spaceNames,
      rows: mappings.rows.map { row in
        [
          row.name, row.start.rawValue.hexWord, row.end.rawValue.hexWord, row.isUser ? "user" : "kernel",
          letters(row.outer), letters(row.inner),
        ]
      })
  }

  private static func question(_ asked: Asked, _ names: [String]) -> Exercise.Question {
    let space = names[asked.space]
    let text =
      "In \(space), CPL \(asked.cpl) \(asked.access.kind.verb) \(asked.address.rawValue.hexWord). "
      + "SMEP=\(asked.controls.smep ? 1 : 0) SMAP=\(asked.controls.smap ? 1 : 0)"
    let rights = (asked.space == 0 ? asked.row.outer : asked.row.inner)?.letters
    let owner = asked.row.isUser ? "user" : "kernel"
    let place =
      "It is in \(asked.row.name), " + (rights.map { "\($0) in \(space), \(owner)." } ?? "not mapped in \(space).")
    guard let fault = asked.check.fault else {
      return .init(text: text, answer: "done", reasons: [place, "Nothing denies it." + note(on: asked)])
    }
    let code = fault.errorCode
    return .init(
      text: text, answer: "#PF 0x" + String(code.rawValue, radix: 16) + " (\(code.meaning(of: asked.access.kind)))",
      reasons: [place, reason(of: fault, asked, space)])
  }

  private static func note(on asked: Asked) -> String {
    guard asked.row.isUser, asked.cpl == 0 else { return "" }
    return asked.access.kind == .fetch ? " SMEP would, but is 0." : " SMAP would, but is 0."
  }

  private static func reason(of fault: PageFault, _ asked: Asked, _ space: String) -> String {
    switch fault.cause {
    case .notPresent: "\(space) has no page there, whatever the CPL is."
    case .supervisorPage: "User mode must not touch a page with US=0."
    case .readOnly:
      asked.cpl == 3 ? "The page is read-only." : "The page is read-only, and CR0.WP=1 makes that count for the kernel."
    case .noExecute:
      asked.row.isUser && asked.space == 1
        ? "User pages cannot be executed in \(space)." : "The page cannot be executed: XD=1."
    case .smep: "SMEP=1: the kernel does not fetch from a user page."
    case .smap: "SMAP=1 and AC=0: the kernel does not read or write a user page."
    case .reservedBit: "A reserved bit is set."
    }
  }
}
