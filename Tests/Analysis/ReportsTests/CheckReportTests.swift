import Execution
import Foundation
import Isolation
import Reports
import ScenarioModel
import SectionCheck
import Testing

/// The section check as text and JSON: exact.
struct CheckReportTests {
  private static func report(marked name: String?) throws -> CheckReport {
    var scenario = Scenario.first
    for index in scenario.entries.indices where scenario.entries[index].name == name {
      scenario.entries[index].marking = .exposed
    }
    return CheckReport(file: "a.yaml", check: try ScenarioCheck(ScenarioRun.Setup(scenario)))
  }

  @Test func nothingFound() throws {
    let report = try Self.report(marked: nil)
    #expect(ByteSink.text { report.writeText(to: &$0) } == "0 errors, 0 warnings, 0 notes\n")
    #expect(
      ByteSink.text { report.writeJSON(to: &$0) } == """
        {"findings":[],
        "errors":0,"warnings":0,"notes":0}

        """)
  }

  /// Without gates none is missing, and nothing is looked at: that is said.
  @Test(arguments: [
    (Design.nopti, "nopti has no gates"), (.pti, "pti has no gates"), (.asi3, "asi3 has no gates"),
    (.gasi, "gasi has no gates"),
  ])
  func nothingToLookAt(design: Design, reason: String) throws {
    var setup = ScenarioRun.Setup(.first)
    setup.design = design
    let check = try ScenarioCheck(setup)
    let message = "\(reason), so that none can be missing: there was nothing to look at"
    #expect(check.obstacle == message && check.findings.isEmpty)
    #expect(
      ByteSink.text { CheckReport(file: "a", check: check).writeJSON(to: &$0) } == """
        {"findings":[],
        "errors":0,"warnings":0,"notes":0,"notices":[{"severity":"note","message":"\(message)"}]}

        """)
  }

  @Test func text() throws {
    let report = try Self.report(marked: "timer")
    #expect(
      ByteSink.text { report.writeText(to: &$0) } == """
        a.yaml: error: hrtimer_interrupt+0x4: reference to private hrtimer_bases (.data..percpu) from exposed text (.text) [DATA]; path: timer > sysvec_apic_timer_interrupt > hrtimer_interrupt
        a.yaml: error: hrtimer_interrupt+0x8: reference to private hrtimer_bases (.data..percpu) from exposed text (.text) [DATA]; path: timer > sysvec_apic_timer_interrupt > hrtimer_interrupt
        2 errors, 0 warnings, 0 notes

        """)
  }

  @Test func json() throws {
    let report = try Self.report(marked: "write")
    #expect(
      ByteSink.text { report.writeJSON(to: &$0) } == """
        {"findings":[
        {"file":"a.yaml","id":"DATA","severity":"error","from":{"symbol":"pipe_write","offset":8,"section":".text"},"to":{"symbol":"pipe_inode_info.bufs","section":"slab"},"relocation":null,"entry":"write","path":["__x64_sys_write","pipe_write"],"message":"pipe_write+0x8: reference to private pipe_inode_info.bufs (slab) from exposed text (.text)"}
        ],
        "errors":1,"warnings":0,"notes":0}

        """)
  }

  @Test func jsonIsWellFormed() throws {
    let report = try Self.report(marked: "read")
    let bytes = ByteSink.collect { report.writeJSON(to: &$0) }
    let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect((object["findings"] as? [Any])?.count == 3)
    #expect(object["errors"] as? Int == 3)
  }
}
