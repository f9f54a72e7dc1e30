import Isolation
import SectionCheck
import TestSupport
import Testing

/// What a baseline knows is not new.
struct BaselineTests {
  private static let load: [UInt8] = [0x48, 0x8b, 0x05, 0, 0, 0, 0]

  /// `foo` with padding, that reads `secret` some times, and `other` once if it is asked for.
  private static func findings(padding: Int, count: Int, readsOther: Bool = false) throws -> [ObjectFinding] {
    var object = SmallObject()
    object.add("foo", in: ".text..exposed", [UInt8](repeating: 0x90, count: padding), size: 0)
    for _ in 0..<count { object.append(load, to: ".text..exposed", [.init(3, .relative32, "secret", -4)]) }
    if readsOther { object.append(load, to: ".text..exposed", [.init(3, .relative32, "other", -4)]) }
    object.add("secret", in: ".data", [0])
    object.add("other", in: ".data", [0])
    return try ObjectCheck(object).findings
  }

  /// Of findings that say the same as many are new as there are more than before: the last ones. Offsets do not count.
  @Test(
    arguments: [
      (2, 2, false, []), (2, 1, false, []), (2, 3, false, ["foo+0x12"]), (0, 2, false, ["foo+0x4", "foo+0xb"]),
      (1, 1, true, ["foo+0xb"]), (3, 3, true, ["foo+0x19"]),
    ] as [(Int, Int, Bool, [String])])
  func counts(before: Int, now: Int, readsOther: Bool, new: [String]) throws {
    let baseline = Baseline(of: try Self.findings(padding: 4, count: before))
    let findings = try Self.findings(padding: 1, count: now, readsOther: readsOther)
    #expect(baseline.new(among: findings).map(\.from.place) == new)
  }
}
