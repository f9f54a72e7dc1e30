/// Where functions of a graph lead without going on there: objects or gates, numbered as they are met.
struct CallTargets: Sendable {
  /// By function the numbers of those that it leads to, each once.
  private(set) var lists = NumberLists()
  /// How many there are.
  private(set) var count = 0

  private var numbers: [Int32]
  /// By number, one more than the function that led there last.
  private var marks: [Int32] = []

  /// Prepares for so many regions.
  init(regionCount: Int) {
    numbers = Array(repeating: -1, count: regionCount)
  }

  /// Adds the regions that the next function leads to.
  mutating func addOwner(_ regions: some Sequence<Int>) {
    let mark = Int32(clamping: lists.count + 1)
    for region in regions {
      if numbers[region] < 0 {
        numbers[region] = Int32(clamping: count)
        marks.append(0)
        count += 1
      }
      let number = Int(numbers[region])
      guard marks[number] != mark else { continue }
      marks[number] = mark
      lists.append(Int32(clamping: number))
    }
    lists.endOwner()
  }
}
