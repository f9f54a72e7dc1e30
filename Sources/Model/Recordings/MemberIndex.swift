/// The members of one type, so that each is found in the time of a bisection, however many there are and overlap.
///
///     starts   0      4      8             16     20     64
///     owner    whole  level  whole         nr     [0]    none        the smallest around each byte
struct MemberIndex: Equatable, Sendable {
  private struct Place: Hashable {
    let offset: UInt64
    let size: UInt64
  }

  private let members: [AddressNames.Member]
  /// The first member at each place.
  private let exact: [Place: Int]
  /// The offsets at which the smallest member changes.
  private let starts: [UInt64]
  /// The smallest member from there on; -1 for none.
  private let owners: [Int]

  /// Takes the members of a type; of equal ones the first counts.
  init(_ members: [AddressNames.Member]) {
    self.members = members
    exact = Dictionary(
      members.indices.map { (Place(offset: members[$0].offset, size: members[$0].size), $0) },
      uniquingKeysWith: { first, _ in first })
    func end(_ member: AddressNames.Member) -> UInt64 {
      let (end, overflow) = member.offset.addingReportingOverflow(member.size)
      return overflow ? .max : end
    }
    let starts = Set(members.flatMap { [$0.offset, end($0)] }).sorted()
    var owners = [Int](repeating: -1, count: starts.count)
    // The smallest member takes its intervals first; `next` skips what is taken, with path compression.
    var next = Array(0...starts.count)
    func free(_ index: Int) -> Int {
      var root = index
      while next[root] != root { root = next[root] }
      var step = index
      while next[step] != root { (next[step], step) = (root, next[step]) }
      return root
    }
    for number in members.indices.sorted(by: { (members[$0].size, $0) < (members[$1].size, $1) }) {
      let last = end(members[number])
      var index = free(starts.partitionPoint { $0 < members[number].offset })
      while index < starts.count, starts[index] < last {
        owners[index] = number
        next[index] = index + 1
        index = free(index)
      }
    }
    self.starts = starts
    self.owners = owners
  }

  /// The member with this place; else the smallest around `offset`; nil if there is none.
  func member(at offset: UInt64, size: UInt64) -> AddressNames.Member? {
    if let index = exact[Place(offset: offset, size: size)] { return members[index] }
    let position = starts.partitionPoint { $0 <= offset } - 1
    guard position >= 0, owners[position] >= 0 else { return nil }
    return members[owners[position]]
  }
}
