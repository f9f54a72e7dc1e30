/// The generator of random numbers that exercises are made from.
///
/// It is SplitMix64: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014. The standard
/// library is not asked for numbers or orders: it may change how it makes them, and a seed must keep its exercise.
package struct ExerciseRandom: Sendable {
  private var state: UInt64

  /// Starts the sequence that belongs to `seed`.
  package init(seed: UInt64) {
    state = seed
  }

  /// The next 64 bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }

  /// A number from 0 up to but not including `bound`, which is not 0; each is as likely as any other.
  ///
  /// The lowest 2^64 mod `bound` values are drawn again, so that what is left is a multiple of `bound`.
  package mutating func number(below bound: UInt64) -> UInt64 {
    let refused = (0 &- bound) % bound
    var drawn = next()
    while drawn < refused { drawn = next() }
    return drawn % bound
  }

  /// A number of a range that is not empty.
  package mutating func number(in range: Range<Int>) -> Int {
    range.lowerBound + Int(number(below: UInt64(range.count)))
  }

  /// True once in `count` times.
  package mutating func oneIn(_ count: Int) -> Bool { number(in: 0..<count) == 0 }

  /// One of `choices`, of which there is at least one.
  package mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[number(in: 0..<choices.count)] }

  /// The elements in a random order: Fisher and Yates, from the end.
  package mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var elements = elements
    var rest = elements.count
    while rest > 1 {
      elements.swapAt(number(in: 0..<rest), rest - 1)
      rest -= 1
    }
    return elements
  }

  /// So many of the elements, in their own order.
  package mutating func sample<Element>(_ count: Int, of elements: [Element]) -> [Element] {
    let chosen = shuffled(Array(elements.indices)).prefix(count)
    return elements.indices.filter { chosen.contains($0) }.map { elements[$0] }
  }
}
