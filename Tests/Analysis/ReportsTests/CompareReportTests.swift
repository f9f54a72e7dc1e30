import Execution
import Foundation
import Isolation
import Reports
import ScenarioModel
import Testing
import Verdicts

/// A comparison in each of its formats: exact. The designs are named, so that a new one changes nothing here.
struct CompareReportTests {
  private static let designs: [Design] = [.nopti, .pti, .unified]

  /// The kernel entries `events` in words: "getpid", "read", "timer", "rekey", "demand".
  private static func report(
    _ events: String, _ settings: String = "", designs: [Design] = designs, scope: ProtectionScope = .secretsOnly,
    costs: [String] = [], name: String = "a.yaml"
  ) throws -> CompareReport {
    var scenario = Scenario(
      name: "a",
      events: events.split(separator: " ").map { word in
        switch word {
        case "timer", "rekey": ScenarioEvent(.interrupt(String(word)))
        case "demand": ScenarioEvent(.demandFault)
        default: ScenarioEvent(.syscall(String(word)))
        }
      })
    scenario.scope = scope
    scenario.functions.append(KernelFunction("sysvec_rekey", section: ".text..exposed", [.read("inode.i_size")]))
    scenario.entries.append(
      EntryPoint(
        "rekey", .interrupt, function: "sysvec_rekey", stub: "asm_sysvec_rekey", vector: 200, marking: .exposed))
    var setup = ScenarioRun.Setup(scenario)
    for text in settings.split(separator: " ") {
      let parts = text.split(separator: "=").map(String.init)
      try #require(Settings.key(parts[0])).set(&setup.settings, parts[1])
    }
    let prices = try costs.reduce(into: Costs()) { try $0.set($1) }
    return CompareReport(file: name, comparison: try Comparison(of: setup, designs: designs), costs: prices)
  }

  private static func text(_ report: CompareReport) -> String { ByteSink.text { report.writeText(to: &$0) } }

  @Test func text() throws {
    #expect(
      Self.text(try Self.report("read")) == """
        a.yaml: 1 kernel entry
        design   entries  writes  flushes  syncs  faults  private  leaks  cycles
        nopti          1       0        0      0       0     100%      2     500
        pti            1       2        0      0       0      73%      0     700
        unified        1       2        0      1       0      53%      0    3700
        writes: CR3 writes. leaks: steps at which an attack of the scope succeeds.
        private: the share of kernel steps in a space that maps all of the kernel.

        LEAKS
          nopti    Meltdown: PK, at 2 steps
          pti      nothing
          unified  nothing
          not asked: MDS, sleeping thread; L1TF; Spectre v1

        SIBLING: user code on the other thread of the core, if there were any
          nopti    never stopped, samples PK at 33 steps
          pti      never stopped, samples PK at 27 steps
          unified  stopped once, for 19 of 36 steps, samples nothing secret
          It has to stop during private work, until the buffers are cleared.

        COSTS in cycles
          flip 100 (Linux Documentation/arch/x86/pti.rst); assumed: refill 20, verw 500,
          sync 3000, l1d 10000, fault 1000

        RESULT
          pti and unified leak nothing, but a sibling samples secrets under pti. unified
          costs 3700 cycles.

        """)
  }

  /// A design that cannot be run, one that ends early, and two leaks.
  @Test func textOfTrouble() throws {
    let text = Self.text(try Self.report("getpid rekey", "shared-pcid=on verw=off", costs: ["sync=0", "verw=1"]))
    #expect(
      text == """
        a.yaml: 2 kernel entries
        design   entries  writes  flushes  syncs  faults  private  leaks  cycles
        nopti    not run: shared-pcid needs two halves: nopti has one space
        pti            2       4        0      0       0      64%      2     400
        unified        3       1        0      1       1       2%      0    1100
               ! ends early: BUG in sysvec_rekey: exposed code reached for what is
                 private; a gate is missing
        writes: CR3 writes. leaks: steps at which an attack of the scope succeeds.
        private: the share of kernel steps in a space that maps all of the kernel.

        LEAKS
          pti      Meltdown: PK, at 2 steps
                   stale TLB: PK, at 2 steps
                   MDS, same thread: PK, at 2 steps
          unified  nothing, up to its early end
          not asked: MDS, sleeping thread; L1TF; Spectre v1

        SIBLING: user code on the other thread of the core, if there were any
          pti      never stopped, samples PK at 44 steps
          unified  stopped once, for 1 of 43 steps, samples nothing secret
          It has to stop during private work, until the buffers are cleared.

        COSTS in cycles
          flip 100 (Linux Documentation/arch/x86/pti.rst); assumed: refill 20, l1d
          10000, fault 1000; given: verw 1, sync 0

        RESULT
          pti leaks. It costs 400 cycles. Left out: unified, which ends early.

        """)
  }

  @Test(
    arguments: [
      (
        "getpid", "", designs, [],
        "pti and unified leak nothing, but a sibling samples secrets under pti. unified costs 0 cycles."
      ),
      ("getpid", "", [.pti], [], "pti leaks nothing, but a sibling samples secrets under pti. It costs 700 cycles."),
      ("getpid", "", [.nopti], ["verw=1"], "nopti leaks. It costs 1 cycle."),
      (
        "getpid", "", [.nopti, .pti], [],
        "Only pti leaks nothing, but a sibling samples secrets under pti. It costs 700 cycles."
      ),
      (
        "read", "", designs, ["sync=0"],
        "pti and unified leak nothing, but a sibling samples secrets under pti. unified costs 700 cycles."
      ),
      (
        "getpid", "shared-pcid=on", designs, [],
        "Only unified leaks nothing. It costs 0 cycles."
      ),
      (
        "read", "shared-pcid=on", designs, [],
        "All of pti and unified leak."
      ),
      (
        "rekey", "", designs, [],
        "Only pti leaks nothing, but a sibling samples secrets under pti. It costs 700 cycles. Left out: unified, which ends early."
      ),
      ("rekey", "", [.unified], [], "No design ran to the end, so that nothing can be compared."),
    ] as [(String, String, [Design], [String], String)])
  func result(events: String, settings: String, designs: [Design], costs: [String], conclusion: String) throws {
    let report = try Self.report(events, settings, designs: designs, costs: costs)
    let text = Self.text(report)
    let result = text.split(separator: "\n").drop { $0 != "RESULT" }.dropFirst().map { $0.dropFirst(2) }
    #expect(result.joined(separator: " ") == conclusion)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 && $0.last != " " })
  }

  @Test func nobodyAttacks() throws {
    let text = Self.text(try Self.report("getpid", scope: .none))
    #expect(
      text.hasSuffix(
        "\n  No attack was asked about. The cheapest of nopti, pti and unified is unified:\n  0 cycles.\n"))
    #expect(
      text.contains(
        "\nLEAKS\n  not asked: Meltdown; stale TLB; MDS, same thread; MDS, sibling; MDS, sleeping\n             thread; "
          + "L1TF; Spectre v1\n"))
  }

  /// The question of the mail: what the third space buys. The numbers are those of the tables of semantics.md 6.5.
  @Test(arguments: [
    (
      "read", false,
      "The third space buys nothing here: unified leaks nothing that asi3 does not. CR3 writes: asi3 4, "
        + "unified 2; stops of siblings: asi3 2, unified 1."
    ),
    (
      "getpid", true,
      "The third space: without it, unified leaks XG to Meltdown, XG to MDS, same thread. Not all that is exposed may "
        + "be known. CR3 writes: asi3 4, unified 0; stops of siblings: asi3 2, unified 0."
    ),
  ])
  func thirdSpace(events: String, exposesSecret: Bool, expected: String) throws {
    var setup = ScenarioRun.Setup(Scenario(name: "x", events: [ScenarioEvent(.syscall(events))]))
    if exposesSecret {
      setup.scenario.scope.exposes = setup.scenario.scope.allowedClasses
      setup.scenario.scope.publicClasses.remove(.exposedGlobal)
    }
    let report = CompareReport(file: "x", comparison: try Comparison(of: setup), costs: Costs())
    #expect(report.thirdSpace == expected)
    let two = CompareReport(file: "x", comparison: try Comparison(of: setup, designs: [.unified]), costs: Costs())
    #expect(two.thirdSpace == nil)
  }

  /// What never came, in text, JSON and Markdown, with the designs; nothing of it where all came.
  @Test func neverCame() throws {
    var event = ScenarioEvent(.syscall("getpid"))
    event.during = [.init(at: "vfs_read", ScenarioEvent(.nmi("nmi")))]
    let setup = ScenarioRun.Setup(Scenario(name: "x", events: [event]))
    let report = CompareReport(file: "x", comparison: try Comparison(of: setup, designs: [.pti, .unified]))
    let words = "1 event that was to come during others never came under pti, unified"
    #expect(Self.text(report).hasPrefix("x: 1 kernel entry\nwarning: \(words)\ndesign "))
    #expect(
      ByteSink.text { report.writeJSON(to: &$0) }
        .hasSuffix(",\"notices\":[{\"severity\":\"warning\",\"message\":\"\(words)\"}]}\n"))
    #expect(ByteSink.text { report.writeMarkdown(to: &$0) }.contains("\nwarning: \(words)\n"))
    #expect(!Self.text(try Self.report("read")).contains("never came"))
  }

  @Test func json() throws {
    let report = try Self.report("read", designs: [.nopti, .unified], costs: ["flip=1"])
    let text = ByteSink.text { report.writeJSON(to: &$0) }
    let nulls = "\"mds-sibling\":null,\"mds-idle\":null,\"l1tf\":null,\"spectre-v1\":null}"
    #expect(
      text == #"{"file":"a.yaml","events":1,"designs":[{"design":"nopti","cr3_writes":0,"flushes":0,"syncs":0,"#
        + #""faults":0,"leaks":{"meltdown":["PK"],"stale-tlb":[],"mds-thread":[],\#(nulls),"private_share":1,"#
        + #""cycles":500,"kernel_entries":1,"steps":33,"design_faults":0,"verws":1,"l1d_flushes":0,"refills":0,"#
        + #""leak_steps":{"meltdown":2,"stale-tlb":0,"mds-thread":0,\#(nulls),"#
        + #""sibling":{"labels":["PK"],"steps":33,"held_steps":0},"ends_early":null,"problem":null},"#
        + #"{"design":"unified","cr3_writes":2,"flushes":0,"syncs":1,"#
        + #""faults":0,"leaks":{"meltdown":[],"stale-tlb":[],"mds-thread":[],\#(nulls),"private_share":0.5294,"#
        + #""cycles":3502,"kernel_entries":1,"steps":36,"design_faults":0,"verws":1,"l1d_flushes":0,"refills":0,"#
        + #""leak_steps":{"meltdown":0,"stale-tlb":0,"mds-thread":0,\#(nulls),"#
        + #""sibling":{"labels":[],"steps":0,"held_steps":19},"ends_early":null,"problem":null}],"#
        + #""costs":{"flip":{"cycles":1,"source":"given"},"refill":{"cycles":20,"source":"assumed"},"#
        + #""verw":{"cycles":500,"source":"assumed"},"sync":{"cycles":3000,"source":"assumed"},"#
        + #""l1d":{"cycles":10000,"source":"assumed"},"fault":{"cycles":1000,"source":"assumed"}}}"# + "\n")
  }

  /// What was not run is null, and says why; what ended early says that.
  @Test func jsonOfTrouble() throws {
    let report = try Self.report("rekey", "shared-pcid=on", name: "a \"b\".yaml")
    let bytes = ByteSink.collect { report.writeJSON(to: &$0) }
    #expect(bytes.count { $0 == 0x0a } == 1)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect(object["file"] as? String == "a \"b\".yaml")
    let rows = try #require(object["designs"] as? [[String: Any]])
    #expect(rows[0]["problem"] as? String == "shared-pcid needs two halves: nopti has one space")
    #expect(rows[0].values.count { $0 is NSNull } == rows[0].count - 2)
    #expect(
      rows[2]["ends_early"] as? String
        == "BUG in sysvec_rekey: exposed code reached for what is private; a gate is missing")
  }

  /// Shares are rounded to four places, and have no digits that say nothing.
  @Test(arguments: [
    ("getpid", Design.unified, "0"), ("getpid", .nopti, "1"), ("", .nopti, "null"), ("read", .pti, "0.7273"),
  ])
  func share(events: String, design: Design, digits: String) throws {
    let report = try Self.report(events, designs: [design])
    #expect(ByteSink.text { report.writeJSON(to: &$0) }.contains("\"private_share\":\(digits),"))
  }

  @Test func csv() throws {
    let report = try Self.report("rekey", "shared-pcid=on", name: "a,\"b\".yaml")
    let text = ByteSink.text {
      CompareReport.writeCSVHeader(to: &$0)
      report.writeCSV(to: &$0)
    }
    #expect(
      text == "file,events,design,cr3_writes,flushes,syncs,faults,private_share,cycles,kernel_entries,steps,"
        + "design_faults,verws,l1d_flushes,refills,meltdown,stale-tlb,mds-thread,mds-sibling,mds-idle,l1tf,"
        + "spectre-v1,ends_early,problem\r\n"
        + #""a,""b"".yaml",1,nopti,,,,,,,,,,,,,,,,,,,,,shared-pcid needs two halves: nopti has one space"# + "\r\n"
        + #""a,""b"".yaml",1,pti,2,0,0,0,0.5,700,1,22,0,1,0,0,PK,PK,none,,,,,,"# + "\r\n"
        + #""a,""b"".yaml",1,unified,1,0,1,1,0.0625,4100,2,17,1,0,0,0,none,none,none,,,,,"#
        + "BUG in sysvec_rekey: exposed code reached for what is private; a gate is missing,\r\n")
  }

  @Test func markdown() throws {
    let report = try Self.report("rekey", "shared-pcid=on", name: "a|_b.yaml")
    #expect(
      ByteSink.text { report.writeMarkdown(to: &$0) } == #"""
        **a\|\_b.yaml**: 1 kernel entry

        | design | CR3 writes | flushes | syncs | faults | private | cycles | leaks |
        | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |
        | nopti | - | - | - | - | - | - | not run: shared-pcid needs two halves: nopti has one space |
        | pti | 2 | 0 | 0 | 0 | 50% | 700 | Meltdown: PK; stale TLB: PK; a sibling: PK |
        | unified | 1 | 0 | 1 | 1 | 6% | 4100 | none; ends early: BUG in sysvec\_rekey: exposed code reached for what is private; a gate is missing |

        Costs in cycles: flip 100 (Linux Documentation/arch/x86/pti.rst); assumed: refill 20, verw 500, sync 3000, l1d 10000, fault 1000. pti leaks. It costs 700 cycles. Left out: unified, which ends early.

        """#)
  }
}
