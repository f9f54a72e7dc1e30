/// A list of numbers for each of many owners, one list after the other in one array.
///
///     starts   0     2     2           5
///              |     |     |           |
///     numbers  +--+--+-----+--+--+-----+
///              owner 0  (1)   owner 2
struct NumberLists: Sendable {
  /// All numbers, owner by owner.
  private(set) var numbers: [Int32] = []
  private var starts: [Int32] = [0]

  /// How many owners there are.
  var count: Int { starts.count - 1 }

  /// Where the numbers of an owner are in `numbers`.
  subscript(_ owner: Int) -> Range<Int> { Int(starts[owner])..<Int(starts[owner + 1]) }

  /// Adds a number to the list of the owner that is not ended yet.
  mutating func append(_ number: Int32) { numbers.append(number) }

  /// Ends the list of an owner; the next one's begins.
  mutating func endOwner() { starts.append(Int32(clamping: numbers.count)) }

  /// Has no owners.
  init() {}

  /// The same the other way round: for each of `count` numbers its owners, ascending.
  init(reversing lists: NumberLists, count: Int) {
    self.init(count: count, of: lists.numbers)
    var ends = starts
    for owner in 0..<lists.count {
      for position in lists[owner] { put(owner, below: lists.numbers[position], &ends) }
    }
  }

  /// For each of `count` groups its members, ascending; `groups` says of each member which group it is in.
  init(grouping groups: [Int32], count: Int) {
    self.init(count: count, of: groups)
    var ends = starts
    for (member, group) in groups.enumerated() { put(member, below: group, &ends) }
  }

  /// Makes room for lists as long as the numbers of their owners are frequent.
  private init(count: Int, of owners: [Int32]) {
    starts = [Int32](repeating: 0, count: count + 1)
    for owner in owners { starts[Int(owner) + 1] += 1 }
    for owner in 0..<count { starts[owner + 1] += starts[owner] }
    numbers = [Int32](repeating: 0, count: owners.count)
  }

  private mutating func put(_ number: Int, below owner: Int32, _ ends: inout [Int32]) {
    numbers[Int(ends[Int(owner)])] = Int32(clamping: number)
    ends[Int(owner)] += 1
  }
}
