import Derivations
import Isolation
import ScenarioModel

/// A small kernel whose sections have random classes, and what follows from them.
struct DeriveExercise {
  private let scenario: Scenario

  init(_ random: ExerciseRandom) {
    var random = random
    var scenario = Scenario(name: "exercise", events: [])
    let names = ["getpid", "clock_gettime", "read", "write", "timer", "tick", "page-fault", "nmi"]
    let chosen = random.sample(random.number(in: 4..<6), of: names)
    scenario.entries = scenario.entries.filter { chosen.contains($0.name) }
    for (name, oneIn, other) in Self.variants where random.oneIn(oneIn) {
      for index in scenario.sections.indices where scenario.sections[index].name == name {
        scenario.sections[index].sectionClass = other
      }
    }
    scenario.scope.name = "exercise"
    let attacks: [Set<Vulnerability>] = [[.rdcl], [.rdcl, .mds], [.rdcl, .mds], [.rdcl, .mds, .l1tf], [.mds], []]
    scenario.scope.vulnerabilities = random.pick(attacks)
    self.scenario = scenario
  }

  /// The sections whose class may differ from that of the standard kernel: once in how many exercises, and to what.
  private static let variants: [(String, Int, SectionClass)] = [
    ("slab", 5, .exposedLocal), ("page cache", 3, .exposedLocal), (".data..percpu", 4, .exposedGlobal),
    (".data..exposed", 4, .privateKernel), ("task", 8, .privateKernel),
    (StandardSection.kernelStack, 8, .privateKernel),
  ]

  /// The sections that entry code touches, whatever the entry is.
  private enum StandardSection {
    static let kernelStack = "kernel stack"
    static let ofEntryCode = [kernelStack, ".data..percpu..exposed", "task"]
  }

  func content() throws -> Exercise.Content {
    let derivation = try Derivation(scenario, settings: scenario.settings)
    let attacks = Vulnerability.allCases.filter { scenario.scope.vulnerabilities.contains($0) }.map(\.title)
    var content = Exercise.Content()
    content.parameters = [
      .init(name: "attacker", value: "user code of the process itself"),
      .init(name: "attacks", value: attacks.isEmpty ? "none" : attacks.joined(separator: ", ")),
      .init(name: "entries", value: "\(scenario.entries.count)"),
    ]
    content.introduction = Self.introduction
    content.terms = Self.terms
    content.tables = [try sectionTable(), entryTable, try needTable(), placeTable]
    content.questions =
      [designQuestion(derivation), exposedQuestion(try listedSections(), derivation)]
      + derivation.plans.map { planQuestion($0, derivation) } + [flipQuestion(derivation)]
      + dutyQuestions(derivation)
    return content
  }

  // MARK: What is given

  private static let introduction = [
    "The scope: the attacks above must not show the process anything but what is public, and what is its own. Public "
      + "are the classes entry, text, exposed-text and exposed-global. Its own are user and exposed-local. Secret are "
      + "private and direct-map.",
    "All of the kernel's text, and what an entry needs before it can write CR3, is public and not listed. The code "
      + "around each function touches the kernel stack, .data..percpu..exposed and task as well.",
    "Derive the mappings, then the space that each entry needs, then the places at which CR3 is written, then what is "
      + "owed there.",
  ]

  private static let terms: [Exercise.Term] = [
    .init(word: "E", meaning: "the exposed space, with which user code runs. It maps what may leak, and no more."),
    .init(word: "P", meaning: "the private space. It maps everything; user code must not run with it."),
    .init(word: "nopti", meaning: "what comes out if there are no attacks: one space, K, and no flips."),
    .init(
      word: "pti",
      meaning: "what comes out if the code around the functions of some kind of entry touches what E does not map: "
        + "then every entry flips in its entry code, before any function, and all functions run in P."),
    .init(
      word: "unified",
      meaning: "else: an entry runs in E if E maps all that its function touches. One that does not flips at its gate, "
        + "before its function, and back at the exit to where it came from. An NMI has no gate: it flips in its entry "
        + "code."),
    .init(
      word: "scheduler",
      meaning: "it works for all processes. Under unified it needs P whatever the entries are, and the thread that it "
        + "picks may return to user code by either exit. Under pti it runs in P anyway."),
    .init(
      word: "needed by",
      meaning: "the kinds of entries that need a place if their function runs in P. irq: interrupt. in E: while the "
        + "kernel runs in E."),
    .init(
      word: "SYSRET, IRET",
      meaning: "how user code is returned to. A syscall may use either, all other entries use IRET."),
    .init(word: "Meltdown", meaning: "user code reads kernel pages that are mapped in its space."),
    .init(
      word: "MDS",
      meaning: "user code samples what was left in buffers. Owed: VERW clears them at P>E; siblings are held at E>P."),
    .init(
      word: "L1TF", meaning: "user code reads what is left in the L1 data cache. Owed: its flush at P>E."),
  ]

  /// The sections that code of the sheet touches.
  private func listedSections() throws -> [Section] {
    var names = StandardSection.ofEntryCode
    for entry in scenario.entries {
      names += try scenario.needs(of: entry.function).filter { !$0.isText }.map(\.section)
    }
    return scenario.sections.filter { names.contains($0.name) }
  }

  private func sectionTable() throws -> Exercise.Table {
    .init(
      title: "Sections and their classes", columns: ["section", "class"],
      rows: try listedSections().map { [$0.name, $0.sectionClass.rawValue] })
  }

  private var entryTable: Exercise.Table {
    .init(
      title: "Kernel entries", columns: ["entry", "how"], rows: scenario.entries.map { [$0.name, $0.kind.rawValue] })
  }

  /// The objects that the function of each entry touches, by section, in lines that are not too long.
  private func needTable() throws -> Exercise.Table {
    var rows: [[String]] = []
    for entry in scenario.entries {
      var seen: Set<String> = []
      for need in try scenario.needs(of: entry.function) where !need.isText && seen.insert(need.object).inserted {
        let last = rows.indices.last { rows[$0][0] == entry.name && rows[$0][1] == need.section }
        if let last, rows[last][2].count + need.object.count < Self.objectColumns {
          rows[last][2] += ", " + need.object
        } else {
          rows.append([entry.name, need.section, need.object])
        }
      }
    }
    return .init(
      title: "What the function of each entry touches", columns: ["entry", "section", "objects"], rows: rows)
  }

  private static let objectColumns = 38

  private var placeTable: Exercise.Table {
    let rows: [(FlipSite.ID, String, String)] = [
      (.syscallEntry, "E>P", "pti: syscalls"), (.errorEntry, "E>P", "pti: irqs, exceptions"),
      (.gateSyscall, "E>P", "unified: syscalls"), (.gateInterrupt, "E>P", "unified: interrupts"),
      (.gatePageFault, "E>P", "unified: exceptions"), (.gateSchedule, "E>P", "unified: scheduler"),
      (.nmiEntry, "E>P", "NMI in user code"), (.paranoidEntry, "E>P", "NMI in kernel code"),
      (.sysretExit, "P>E", "syscalls, scheduler"), (.iretExit, "P>E", "all, scheduler"),
      (.paranoidExit, "P>E", "end of NMI in kernel"), (.gateReturn, "P>E", "unified: irqs, exc. in E"),
    ]
    return .init(
      title: "Places that can write CR3, and the entries that run in P and need them",
      columns: ["place", "flip", "needed by"], rows: rows.map { [FlipSite($0.0).symbol, $0.1, $0.2] })
  }

  // MARK: What is asked

  private func designQuestion(_ derivation: Derivation) -> Exercise.Question {
    let reason =
      if !derivation.design.isSplit {
        "There is no attack, hence nothing to flip for."
      } else if derivation.design.flipsAtGates {
        "E maps all that entry code touches, so that only private functions need P."
      } else {
        derivation.plans.first.map { "Entry code: \($0.reason)." } ?? "There are no entries."
      }
    return .init(
      text: "Which design comes out: nopti, pti or unified?", answer: derivation.design.name, reasons: [reason])
  }

  private func exposedQuestion(_ listed: [Section], _ derivation: Derivation) -> Exercise.Question {
    let exposed = derivation.required.filter { $0.spaceKind == .exposed }
    let found = exposed.filter { requirement in listed.contains { $0.name == requirement.section } }
    return .init(
      text: "Which of the listed sections does E map?",
      answer: derivation.design.isSplit ? found.map(\.section).joined(separator: ", ") : "there is no E",
      reasons: derivation.design.isSplit
        ? found.map { "\($0.section): \($0.reason)." } : ["One space maps everything."])
  }

  private func planQuestion(_ plan: Derivation.Plan, _ derivation: Derivation) -> Exercise.Question {
    .init(
      text: "In which space does the function of \(plan.entry) run?", answer: derivation.spaceName(plan.spaceKind),
      reasons: ["\(plan.reason)."])
  }

  private func flipQuestion(_ derivation: Derivation) -> Exercise.Question {
    .init(
      text: "At which places is CR3 written?",
      answer: derivation.flips.isEmpty ? "nowhere" : derivation.flips.map(\.site.symbol).joined(separator: ", "),
      reasons: derivation.flips.isEmpty
        ? ["One space is enough."]
        : derivation.flips.map { flip in
          let users = flip.entries.isEmpty ? "the scheduler" : flip.entries.joined(separator: ", ")
          return "\(derivation.direction(flip.from, flip.to)) at \(flip.site.symbol), for \(users): \(flip.reason)."
        })
  }

  private func dutyQuestions(_ derivation: Derivation) -> [Exercise.Question] {
    let duties = [("P>E", derivation.clears), ("E>P", derivation.syncs)]
    return duties.map { direction, owed in
      .init(
        text: "What is owed at each \(direction)?",
        answer: owed.isEmpty ? "nothing" : owed.map(\.kind.title).joined(separator: ", "),
        reasons: owed.isEmpty ? ["No attack of the scope asks for it."] : owed.map { "\($0.reason)." })
    }
  }
}

extension Derivation.Duty.Kind {
  /// What is done, in a few words.
  fileprivate var title: String {
    switch self {
    case .verw: "VERW"
    case .flushL1D: "a flush of the L1 data cache"
    case .sync: "siblings are held"
    }
  }
}
