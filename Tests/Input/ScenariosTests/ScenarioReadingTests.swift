import Bytes
import Diagnostics
import Isolation
import PageTables
import ScenarioModel
import Scenarios
import TestSupport
import Testing

/// What keys mean.
struct ScenarioReadingTests {
  @Test func topOfAScenario() throws {
    let scenario = try Reading.scenario(
      """
      about: >
        Two lines
        of text.
      design: pti
      settings: {pcid: false, gates: scoped}
      scope: {adversary: guest, vulnerabilities: [rdcl, l1tf], public: [entry], own: [user]}
      threads: [B, {name: second, process: A}, {name: k, process: kernel}, {name: rest, process: idle}]
      events: []
      """)
    #expect(scenario.name == "x" && scenario.about == "Two lines of text.")
    #expect(scenario.design == .pti && !scenario.settings.pcid && scenario.settings.gates == .scoped)
    #expect(
      scenario.scope
        == ProtectionScope(
          name: "own", adversary: .guest, vulnerabilities: [.rdcl, .l1tf], publicClasses: [.entry], ownClasses: [.user]
        ))
    #expect(
      scenario.threads == [
        .init("B", process: 1), .init("second", process: 0), .init("k", process: nil),
        .init("rest", process: nil, isIdle: true),
      ])
    #expect(scenario.sections == StandardKernel.sections && scenario.events.isEmpty)
    #expect(try Reading.scenario("scope: pti\nevents: []").scope == .wholeKernel)
  }

  @Test func sectionsGetFreeAddresses() throws {
    let scenario = try Reading.scenario(
      """
      threads: [A, B]
      sections:
      - {name: slab, class: exposed-global}
      - {name: keys, class: private}
      - {name: own, class: exposed-local, pages: 1}
      - {name: code, class: text}
      - {name: here, class: private, address: 0xffffc90001000000, pages: 2}
      events: []
      """)
    let slab = try #require(scenario.sections.first { $0.name == "slab" })
    #expect(slab.sectionClass == .exposedGlobal && slab.pieces[0].start.rawValue == 0xffff_8880_0080_0000)
    let added = scenario.sections.suffix(4)
    #expect(
      added.map(\.pieces[0].start.rawValue) == [
        0xffff_ffff_8280_0000, 0xffff_ffff_8280_4000, 0xffff_ffff_82c0_0000, 0xffff_c900_0100_0000,
      ])
    #expect(added.map(\.pieces[0].physical.rawValue) == [0x290_0000, 0x290_4000, 0x290_6000, 0x291_6000])
    #expect(added.map(\.pieces[0].pages) == [4, 1, 16, 2])
    #expect(added.map(\.pieces[0].isExecutable) == [false, false, true, false])
    #expect(added.map(\.pieces[0].isWritable) == [true, true, false, true])
    #expect(added.map(\.copies) == [.one, .perProcess(address: 0x1000, physical: 0x1000), .one, .one])
  }

  @Test func partsOverrideOrAdd() throws {
    let scenario = try Reading.scenario(
      """
      functions:
      - {name: vfs_read, acts: [read jiffies, write timekeeper, read user, write user, bad pointer]}
      - {name: f, section: .text..exposed, acts: [call vfs_read, gate pipe_write, map page]}
      data:
      - {name: jiffies, section: .data}
      - {name: d, size: 16, offset: 64}
      entries:
      - {name: read, marking: private}
      - {name: call, kind: syscall, function: f, marking: exposed}
      - {name: disk, kind: interrupt, function: f}
      - {name: "#GP", kind: exception, function: f, vector: 13, stub: asm_exc_general_protection}
      events: []
      """)
    let functions = Dictionary(uniqueKeysWithValues: scenario.functions.map { ($0.name, $0) })
    #expect(functions["vfs_read"]?.section == ".text")
    #expect(
      functions["vfs_read"]?.acts == [.read("jiffies"), .write("timekeeper"), .readUser, .writeUser, .badPointer])
    #expect(
      functions["f"]
        == KernelFunction(
          "f", section: ".text..exposed", [.call("vfs_read"), .callThroughGate("pipe_write"), .mapPage]))
    #expect(scenario.functions.count == StandardKernel.functions.count + 1)
    #expect(scenario.data.contains(DataObject("jiffies", section: ".data")))
    #expect(scenario.data.last == DataObject("d", section: ".data", size: 16, offset: 64))
    #expect(scenario.entry("read", .syscall)?.marking == .private)
    #expect(scenario.entry("read", .syscall)?.function == "__x64_sys_read")
    #expect(
      Array(scenario.entries.suffix(3)) == [
        EntryPoint("call", .syscall, function: "f", marking: .exposed),
        EntryPoint("disk", .interrupt, function: "f", stub: "asm_f", vector: 128),
        EntryPoint("#GP", .exception, function: "f", stub: "asm_exc_general_protection", vector: 13),
      ])
  }

  @Test func events() throws {
    let scenario = try Reading.scenario(
      """
      threads: [A, B]
      events:
      - syscall: read
        returns-with-iret: on
        during:
        - {at: vfs_read+0x4, irq: tick, during: [{at: sysvec_tick, nmi: nmi}]}
        - {at: irqentry_exit, fault: double-fault}
      - {fault: demand, misses-exit-flip: true}
      - {probe: page cache, repeat: 2}
      - repeat: 2
        events: [{switch: B}, {switch: A}]
      """)
    let nested = ScenarioEvent(.interrupt("tick"), during: [.init(at: "sysvec_tick", ScenarioEvent(.nmi("nmi")))])
    #expect(
      scenario.events == [
        ScenarioEvent(
          .syscall("read"),
          during: [
            .init(at: "vfs_read+0x4", nested), .init(at: "irqentry_exit", ScenarioEvent(.interrupt("double-fault"))),
          ], returnsWithIret: true),
        ScenarioEvent(.demandFault, missesExitFlip: true), ScenarioEvent(.probe("page cache")),
        ScenarioEvent(.probe("page cache")), ScenarioEvent(.schedule("B")), ScenarioEvent(.schedule("A")),
        ScenarioEvent(.schedule("B")), ScenarioEvent(.schedule("A")),
      ])
  }

  @Test func aMillionEvents() throws {
    #expect(try Reading.scenario("events: [{syscall: getpid, repeat: 1000000}]").events.count == 1_000_000)
  }

  /// What is likely a scenario is told so, and everything else is not.
  @Test(arguments: [
    ("name: x", true), ("# comment\n\n  about: >", true), ("\u{feff}events:\r\n", true), ("---\na: 1", true),
    ("- a", true), ("{\"name\": 1}", true), ("'name': x", true), ("[[[", true), ("%YAML 1.1", true),
    ("hello\nname: x", false), ("http://x", false), (": x", false), ("a,b:c\n", false), ("", false),
    ("# only\n", false),
    ("\u{1}: x", false),
  ])
  func likeness(text: String, isLikely: Bool) {
    #expect(ScenarioFile.isLikely(FileBytes(name: "x", Array(text.utf8))) == isLikely)
  }

  /// samples/README.md: its examples are a scenario, a table that it can include and a policy, and every setting, class
  /// and kind is in it.
  @Test func documentation() throws {
    let readme = try FileBytes.open(sample("README.md"))
    let text = String(decoding: (0..<readme.count).compactMap { readme.byte(at: $0) }, as: UTF8.self)
    let blocks = text.split(separator: "```yaml\n").dropFirst().compactMap { $0.split(separator: "```").first }
    try #require(blocks.count == 3)
    let scenario = try Reading.scenario(String(blocks[0]))
    #expect(scenario.events.count == 2)
    #expect(try Reading.timeline(scenario, .pti).flipWords.count == 5)
    let marked = try ScenarioFile.read(FileBytes(name: "x", Array("include: t\nevents: []".utf8)), name: "x") {
      _ throws(ParseError) in FileBytes(name: "t", Array(blocks[1].utf8))
    }
    #expect(marked.notices.isEmpty && marked.entry("read", .syscall)?.reason == "reads the page cache")
    let policy = try PolicyFile.read(FileBytes(name: "x", Array(blocks[2].utf8)))
    #expect(policy.rules.count == SectionPolicy.standard.rules.count + 3 && policy.allowances.count == 2)
    let words =
      Settings.keys.map(\.name) + SectionClass.allCases.map(\.rawValue) + EntryPoint.Kind.allCases.map(\.rawValue)
      + LinkClass.allCases.map(\.rawValue)
    for word in words { #expect(text.contains("`\(word)`"), "\(word)") }
  }
}
