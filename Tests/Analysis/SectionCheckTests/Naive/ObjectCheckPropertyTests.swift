import Isolation
import SectionCheck
import TestSupport
import Testing

/// The section check agrees with a naive one that has neither a decoder nor an index.
struct ObjectCheckPropertyTests {
  @Test func naive() throws {
    var counts: [RuleID: Int] = [:]
    let all = try withSeeds(400) { random in
      let object = NaiveObject.random(&random)
      let isSplit = random.oneIn(2)
      let check = try ObjectCheck(object.file, policy: .standard(isSplit ? .split : .public))
      for finding in check.findings { counts[finding.id, default: 0] += 1 }
      // The naive one follows no branches; `OutsideTests` has these.
      let lines = check.lines.filter { !$0.contains("into the middle of") && !$0.contains(" into data: ") }
      #expect(lines == NaiveCheck(object: object, isSplit: isSplit).lines())
      #expect(check.suppressed == 0 && check.notices == [])
    }
    if all { for id in RuleID.allCases { #expect(counts[id, default: 0] > 50, "\(id)") } }
  }
}
