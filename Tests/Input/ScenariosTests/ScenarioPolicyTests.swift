import Isolation
import ScenarioModel
import Scenarios
import Testing

/// Which class a section of a scenario has if it does not say so: that of the policy, by its name.
struct ScenarioPolicyTests {
  private static func section(_ name: String, _ text: String) throws -> Section {
    let scenario = try Reading.scenario(text + "\nevents: []")
    return try #require(scenario.sections.first { $0.name == name })
  }

  /// The standard policy gives the class; code cannot be written, nor can read-only data.
  @Test(
    arguments: [
      (".text..exposed.mine", .exposedText, true, false), (".noinstr.text", .exposedText, true, false),
      (".entry.text.2", .privateKernel, false, true), (".text..gate", .exposedText, true, false),
      (".static_call.text", .text, true, false), (".rodata..cst", .text, false, false),
      (".rodata..private", .privateKernel, false, true), (".data..exposed.a", .exposedGlobal, false, true),
      (".bss..exposed", .exposedGlobal, false, true), (".data..percpu..exposed.x", .exposedGlobal, false, true),
      (".data..keys", .privateKernel, false, true),
    ] as [(String, SectionClass, Bool, Bool)])
  func byName(name: String, sectionClass: SectionClass, isText: Bool, isWritable: Bool) throws {
    let section = try Self.section(name, "sections: [{name: \(name)}]")
    #expect(section.sectionClass == sectionClass)
    #expect(section.pieces.map(\.isExecutable) == [isText] && section.pieces.map(\.isWritable) == [isWritable])
    #expect(section.pieces.map(\.pages) == [isText ? 16 : 4])
  }

  /// Where no pattern fits, the kind decides; where one does, the kind says only what the pages allow.
  @Test func kinds() throws {
    let code = try Self.section(".text.other", "sections: [{name: .text.other, kind: text}]")
    #expect(code.sectionClass == .text && code.pieces[0].isExecutable && !code.pieces[0].isWritable)
    let data = try Self.section(".text.other", "sections: [{name: .text.other, kind: data}]")
    #expect(data.sectionClass == .privateKernel && data.pieces[0].isWritable)
    let odd = try Self.section(".text..exposed.d", "sections: [{name: .text..exposed.d, kind: data}]")
    #expect(odd.sectionClass == .exposedText && !odd.pieces[0].isExecutable)
  }

  @Test func aClassOfItsOwnWins() throws {
    let section = try Self.section(".data..exposed.a", "sections: [{name: .data..exposed.a, class: private}]")
    #expect(section.sectionClass == .privateKernel)
  }

  @Test func aPolicyOfTheScenario() throws {
    let text = """
      sections: [{name: .data..mine}, {name: .data..exposed.a}]
      policy:
        extends: standard
        text: split
        sections: [{xdata: .data..mine*}, {pdata: [.data..exposed, task]}, {xdata: .bss}]
        spaces: {pti: [entry]}
        entries: [a]
        allow: [a -> b : c]
        aliases: {a: b}
      events: []
      """
    let scenario = try Reading.scenario(text)
    let classes = Dictionary(uniqueKeysWithValues: scenario.sections.map { ($0.name, $0.sectionClass) })
    #expect(classes[".data..mine"] == .exposedGlobal && classes[".data..exposed.a"] == .exposedGlobal)
    // Those of the standard kernel too, if the linker knows them.
    #expect(classes[".data..exposed"] == .privateKernel && classes[".bss"] == .exposedGlobal)
    #expect(classes["task"] == .exposedLocal && classes[".data"] == .privateKernel)
    #expect(scenario.settings.text == .split)
    var rest = scenario
    rest.sections = StandardKernel.sections
    rest.settings.text = .public
    #expect(rest == Scenario(name: "x", events: []))
  }

  /// What the file says of a section comes after what its policy says of all.
  @Test func sectionsComeBehindThePolicy() throws {
    let section = try Self.section(
      ".bss", "policy: {sections: [{xdata: .bss}]}\nsections: [{name: .bss, class: entry}]")
    #expect(section.sectionClass == .entry)
  }

  @Test(
    arguments: [
      ("policy: {text: split}", .split), ("policy: {}", .public),
      ("policy: {text: split}\nsettings: {pcid: on}", .split),
      ("settings: {text: public}\npolicy: {text: split}", .public),
      ("settings: {text: split}\npolicy: {text: public}", .split), ("settings: {text: split}\npolicy: {}", .split),
    ] as [(String, Settings.TextPolicy)])
  func text(text: String, expected: Settings.TextPolicy) throws {
    #expect(try Reading.scenario(text + "\nevents: []").settings.text == expected)
  }

  /// Without the standard rules nothing is said of the standard kernel.
  @Test func noRules() throws {
    let scenario = try Reading.scenario("policy: {extends: none}\nsections: [{name: .rodata.x}]\nevents: []")
    #expect(Array(scenario.sections.dropLast()) == StandardKernel.sections)
    #expect(scenario.sections.last?.sectionClass == .privateKernel)
  }

  @Test(
    arguments: [
      (
        "policy: {rules: []}",
        "1:10: error: unknown key 'rules' in a policy; expected extends, text, sections, spaces, entries, allow, aliases"
      ),
      (
        "policy: {sections: [{meta: .data*}]}",
        "1:9: error: the class meta for '.data..percpu..exposed', which is there at run time; expected another class"
      ),
      (
        "sections: [{name: .init.keys}]",
        "1:12: error: a section '.init.keys' without class, of which nothing is there at run time: to the policy it is "
          + "meta; expected class, or another name"
      ),
    ] as [(String, String)])
  func errors(text: String, expected: String) {
    #expect(Reading.error(text)?.firstLine == "x.yaml:\(expected)")
  }
}
