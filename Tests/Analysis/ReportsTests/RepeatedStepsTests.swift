import Foundation
import Isolation
import PageTables
import Recordings
import Reports
import Testing
import Timelines
import Verdicts

/// Steps of one site that are written once and appended again, and what nobody can tell of them.
@Suite struct RepeatedStepsTests {
  /// Kernel code whose "mov" reads a user page at one site, whatever comes before it. Intel SDM vol. 3A, section 4.6.1: SMAP
  /// denies that unless EFLAGS.AC is set.
  private static func recording(_ instructions: [String], unknown: Controls.Unknown = []) -> Recording {
    var memory = SparseMemory()
    for frame: UInt64 in 1...3 { memory.write((frame + 1) << 12 | 7, at: PhysicalAddress(frame << 12)) }
    // The first page is the kernel's, the second one the user's.
    memory.write(0x5001, at: PhysicalAddress(0x4000))
    memory.write(0x6007, at: PhysicalAddress(0x4008))
    var steps = StepTable(hasAccesses: true)
    let cr3 = steps.add(CR3(0x1000))
    var sites: [String: Int] = [:]
    for (number, text) in instructions.enumerated() {
      let rip = VirtualAddress(UInt64(0x100 + 8 * sites.count))
      let site = sites[text] ?? steps.add(StepTable.Site(rip: rip, symbol: text, instruction: text))
      sites[text] = site
      if text == "mov" {
        steps.append(RecordedAccess(kind: .read, address: VirtualAddress(0x1000), size: 8, symbol: nil))
      }
      steps.append(number: number, site: site, cpl: 0, cr3: cr3, stackPointer: 0, note: nil)
    }
    var controls = Controls.linux(cr3: CR3(0x1000))
    controls.unknown = unknown
    let start = Machine(controls: controls, cpl: 0, rip: VirtualAddress(0x100), memory: memory)
    return Recording(name: "a", start: start, hasTables: true, steps: steps)
  }

  private static let window = ["mov", "stac", "mov", "clac", "mov"]

  @Test func aWindowToUserMemory() throws {
    let report = StepsReport(Judge(Timeline(Self.recording(Self.window))), selection: .init())
    let lines = ByteSink.text { _ = report.writeText(to: &$0) }.split(separator: "\n").dropFirst()
    #expect(lines.map { $0.contains("! FAULT #PF 0x1") } == [true, false, false, false, true])
    let objects = try ByteSink.text { _ = report.writeJSON(to: &$0) }.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    let verdicts = objects.map { ($0["accesses"] as? [[String: Any]])?.last?["verdict"] as? String }
    #expect(verdicts == ["fault", "ok", "ok", "ok", "fault"])
  }

  /// An access that nobody can judge must not look like one that is done.
  @Test func whatNobodyCanTell() {
    let report = StepsReport(Judge(Timeline(Self.recording(["mov"], unknown: .flags))), selection: .init())
    var isComplete = true
    let text = ByteSink.text { isComplete = report.writeText(to: &$0) }
    #expect(!isComplete)
    #expect(text.hasSuffix("  R user ? unknown, EFLAGS.AC of this moment is not in the input\n"))
  }
}
