import Bytes
import Derivations
import Diagnostics
import Execution
import Isolation
import Recordings
import ScenarioModel
import Scenarios
import Testing

/// Tables of entries that a scenario includes: what they mark, what they do not, and what is wrong with them.
struct ScenarioIncludeTests {
  /// A scenario in "x.yaml" with these files beside it.
  private static func scenario(_ text: String, _ files: [String: String]?) throws(ParseError) -> Scenario {
    let bytes = FileBytes(name: "x.yaml", Array(text.utf8))
    guard let files else { return try ScenarioFile.read(bytes, name: "x") }
    return try ScenarioFile.read(bytes, name: "x") { name throws(ParseError) in
      files[name].map { FileBytes(name: "in/" + name, Array($0.utf8)) }
    }
  }

  private static func error(_ text: String, _ files: [String: String]?) -> String? {
    do throws(ParseError) {
      _ = try scenario(text, files)
      return nil
    } catch {
      return error.description.firstLine
    }
  }

  private static let table = """
    entries:
    - {name: getpid, kind: syscall, marking: private, reason: "it reads\\n a secret"}
    - {name: sys_read, kind: syscall, function: __x64_sys_read, marking: exposed}
    - {name: asm_exc_nmi, kind: nmi, function: exc_nmi, marking: private, reason: NMI}
    - {name: write, kind: interrupt, marking: private}
    - {name: mmap, kind: syscall, function: __x64_sys_mmap, marking: private}
    """

  @Test func marksWhatIsHere() throws {
    let scenario = try Self.scenario("include: t.yaml\nevents: []", ["t.yaml": Self.table])
    let getpid = try #require(scenario.entry("getpid", .syscall))
    #expect(getpid.marking == .private && getpid.reason == "it reads a secret")
    // By its function, and only what is of that kind.
    #expect(scenario.entry("read", .syscall)?.marking == .exposed && scenario.entry("read", .syscall)?.reason == "")
    #expect(scenario.entry("nmi", .nmi)?.reason == "NMI" && scenario.entry("nmi-exposed", .nmi)?.marking == .derived)
    #expect(scenario.entry("write", .syscall)?.marking == .derived)
    let changed = zip(scenario.entries, StandardKernel.entries).filter { $0 != $1 }.map(\.0.name)
    #expect(changed == ["getpid", "read", "nmi"] && scenario.entries.count == StandardKernel.entries.count)
  }

  /// What a table says in vain is counted, in the recording too.
  @Test func othersAreCounted() throws {
    let scenario = try Self.scenario("include: t.yaml\nevents: []", ["t.yaml": Self.table])
    let notice = Notice(.note, "t.yaml: 2 of 5 entries are not of this kernel")
    #expect(scenario.notices == [notice])
    #expect(try ScenarioRun.record(.init(scenario)).recording.notices == [notice])
    let all = try Self.scenario(
      "include: t.yaml\nevents: []", ["t.yaml": "entries: [{name: read, kind: syscall, marking: private}]"])
    #expect(all.notices.isEmpty && all.entry("read", .syscall)?.marking == .private)
  }

  /// The file's own marking wins, also if the entry is new; of two tables the later one counts.
  @Test func whoWins() throws {
    let text = """
      include: [one.yaml, sub/two.yaml]
      functions: [{name: f}]
      entries:
      - {name: getpid, marking: derived}
      - {name: new, kind: syscall, function: f, reason: own}
      - {name: write, reason: kept}
      events: []
      """
    func table(_ marking: String, _ names: String...) -> String {
      "entries: [" + names.map { "{name: \($0), kind: syscall, marking: \(marking)}" }.joined(separator: ", ") + "]"
    }
    let scenario = try Self.scenario(
      text, ["one.yaml": table("private", "getpid", "new", "read"), "sub/two.yaml": table("exposed", "read")])
    #expect(scenario.entry("getpid", .syscall)?.marking == .derived)
    #expect(scenario.entry("new", .syscall)?.marking == .private && scenario.entry("new", .syscall)?.reason == "")
    #expect(scenario.entry("read", .syscall)?.marking == .exposed)
    #expect(scenario.entry("write", .syscall)?.reason == "kept" && scenario.notices.isEmpty)
  }

  @Test func theDerivationQuotesTheReason() throws {
    func reason(_ entry: String) throws -> String? {
      let scenario = try Reading.scenario("entries: [\(entry)]\nevents: []")
      let name = try #require(scenario.entries.first { $0.marking != StandardKernel.marking(of: $0.name) }).name
      return try Derivation(scenario, settings: scenario.settings).plans.first { $0.entry == name }?.reason
    }
    #expect(
      try reason("{name: getpid, marking: private, reason: a lock is private}")
        == "it is marked private: a lock is private")
    #expect(
      try reason("{name: getpid, marking: private}") == "it is marked private, though it needs nothing private")
    #expect(try reason("{name: getpid, marking: exposed, reason: checked}") == "it is marked exposed: checked")
    #expect(try reason("{name: read, marking: private, reason: vfs}") == "it is marked private: vfs")
    // A reason does not make good what the model sees to be wrong.
    #expect(
      try reason("{name: timer, marking: exposed, reason: checked}")
        == "it is marked exposed, but hrtimer_interrupt touches hrtimer_bases (.data..percpu, private): see check")
  }

  @Test(
    arguments: [
      (
        "/t.yaml",
        "x.yaml:1:10: error: '/t.yaml' for include; expected a path from the scenario's folder on, without .."
      ),
      (
        "../t.yaml",
        "x.yaml:1:10: error: '../t.yaml' for include; expected a path from the scenario's folder on, without .."
      ),
      (
        "a/../../t.yaml",
        "x.yaml:1:10: error: 'a/../../t.yaml' for include; expected a path from the scenario's folder on, without .."
      ),
      ("u.yaml", "x.yaml:1:10: error: 'u.yaml', which is not there; expected a regular file beside the scenario"),
      ("{}", "x.yaml:1:10: error: a map for include; expected a name"),
      ("[[t.yaml]]", "x.yaml:1:11: error: a list for include; expected a name"),
    ] as [(String, String)])
  func names(name: String, expected: String) {
    #expect(Self.error("include: \(name)\nevents: []", ["t.yaml": Self.table]) == expected)
  }

  /// All tables together may have 32 MiB.
  @Test func tooMuch() {
    let table = "entries: []\n#" + String(repeating: "x", count: 12 << 20)
    #expect(
      Self.error("include: [t.yaml, t.yaml, t.yaml]\nevents: []", ["t.yaml": table])
        == "x.yaml:1:27: error: more than 33554432 bytes in all tables for include; expected fewer")
  }

  @Test func withoutFolder() {
    #expect(
      Self.error("include: t.yaml", nil)
        == "x.yaml:1:10: error: include in x.yaml; expected a scenario in a file, which has others beside it")
  }

  @Test(
    arguments: [
      ("# nothing", "in/t.yaml: holds no table of entries; expected a map with entries"),
      ("{}", "in/t.yaml:1:1: error: no entries; expected the key entries, a list"),
      ("events: []", "in/t.yaml:1:1: error: unknown key 'events' in a table of entries; expected entries"),
      ("include: t.yaml", "in/t.yaml:1:1: error: unknown key 'include' in a table of entries; expected entries"),
      (
        "entries: [{colour: red}]",
        "in/t.yaml:1:12: error: unknown key 'colour' in one of entries; expected name, kind, function, marking, reason"
      ),
      ("entries: [{kind: nmi}]", "in/t.yaml:1:11: error: one of entries without name; expected name"),
      ("entries: [{name: a}]", "in/t.yaml:1:11: error: one of entries without kind; expected kind"),
      (
        "entries: [{name: a, kind: nmi}]", "in/t.yaml:1:11: error: one of entries without marking; expected marking"
      ),
      (
        "entries: [{name: a, kind: nmi, marking: secret}]",
        "in/t.yaml:1:41: error: 'secret' for marking; expected derived, exposed, private"
      ),
      (
        "entries:\n- {name: a, kind: nmi, marking: private}\n- {name: a, kind: nmi, marking: private}",
        "in/t.yaml:3:3: error: the nmi 'a' a second time; expected it once; it is in line 2"
      ),
    ] as [(String, String)])
  func tables(text: String, expected: String) {
    #expect(Self.error("include: t.yaml\nevents: []", ["t.yaml": text]) == expected)
  }
}

extension StandardKernel {
  /// How an entry is marked; nil for one that is not there.
  fileprivate static func marking(of name: String) -> EntryPoint.Marking? {
    entries.first { $0.name == name }?.marking
  }
}
