import Exercises
import Testing

/// The generator, against what its authors published.
struct ExerciseRandomTests {
  /// The reference values of the C program splitmix64.c by S. Vigna, seed 1234567.
  @Test func referenceValues() {
    var random = ExerciseRandom(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
      16_408_922_859_458_223_821,
    ]
    for value in expected { #expect(random.next() == value) }
  }

  @Test func bounds() {
    var random = ExerciseRandom(seed: 3)
    for bound in [1, 2, 3, 10, 1 << 63, (1 << 63) + 1, .max] as [UInt64] {
      for _ in 0..<100 { #expect(random.number(below: bound) < bound) }
    }
    let seen = Set((0..<1000).map { _ in random.number(in: -2..<3) })
    #expect(seen == [-2, -1, 0, 1, 2])
  }

  @Test func orders() {
    var random = ExerciseRandom(seed: 5)
    let all = Array(0..<4)
    var seen: Set<[Int]> = []
    for _ in 0..<500 {
      let order = random.shuffled(all)
      #expect(order.sorted() == all)
      seen.insert(order)
      let sample = random.sample(2, of: all)
      #expect(sample.count == 2 && sample == sample.sorted())
    }
    #expect(seen.count == 24)
  }
}
