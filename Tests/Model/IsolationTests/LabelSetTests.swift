import Isolation
import Testing

/// The operations of label sets, against those of sets of bit numbers.
struct LabelSetTests {
  private static let samples: [LabelSet] = [
    [], .entry, [.entry, .text], .privateKernel, .user(0), [.user(0), .exposedLocal(0)], [.user(27), .text],
    LabelSet(rawValue: .max),
  ]

  private static func bits(_ labels: LabelSet) -> Set<Int> {
    Set((0..<64).filter { labels.rawValue >> UInt64($0) & 1 == 1 })
  }

  @Test(arguments: samples, samples)
  func pairs(first: LabelSet, second: LabelSet) {
    let (a, b) = (Self.bits(first), Self.bits(second))
    #expect(Self.bits(first.union(second)) == a.union(b))
    #expect(Self.bits(first.subtracting(second)) == a.subtracting(b))
    #expect(first.contains(second) == b.isSubset(of: a))
    #expect((first == second) == (a == b))
    var union = first
    union.formUnion(second)
    #expect(union == first.union(second))
    let list: LabelSet = [first, second]
    #expect(list == union)
    #expect(first.isEmpty == a.isEmpty && LabelSet().isEmpty)
  }
}
