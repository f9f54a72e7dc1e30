import Recordings

/// The branches inside of a range of code, and where its instructions start: a branch to elsewhere shows that what runs
/// there was read as something else.
struct InnerBranches {
  /// Where elements start, ascending, in bytes from the start of the section; what lies 4 GiB behind it counts as one place.
  private var starts: [UInt32] = []
  /// Where the last of them ends.
  private var end: UInt32 = 0
  private var branches: [(target: UInt32, site: UInt32)] = []

  /// Notes what was read at a place; of a place that is read again the last reading counts.
  mutating func note(_ element: CodeScan.Element) {
    let start = UInt32(clamping: element.offset)
    while let last = starts.last, last >= start { starts.removeLast() }
    guard element.end > element.offset else { return }
    starts.append(start)
    end = UInt32(clamping: element.end)
  }

  /// Notes a branch to a place of the section, from one.
  mutating func add(to target: UInt64, from site: UInt64) {
    branches.append((UInt32(clamping: target), UInt32(clamping: site)))
  }

  /// The places of the branches that lead into the middle of something, in the order in which they were added.
  var misplaced: [UInt64] {
    guard let first = starts.first else { return [] }
    return branches.filter { branch in
      guard branch.target >= first, branch.target < end else { return false }
      let position = starts.partitionPoint { $0 < branch.target }
      return position == starts.count || starts[position] != branch.target
    }.map { UInt64($0.site) }
  }
}
