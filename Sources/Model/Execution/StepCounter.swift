import PageTables

/// Counts steps as they are made, and keeps what the next ones are counted by.
struct StepCounter: Sendable {
  /// Pages of 4 KiB, by their numbers.
  struct Pages: Hashable, Sendable {
    private var numbers: Set<UInt64> = []
    /// The exclusive or of the numbers' digests: it does not depend on their order.
    private var digest: UInt64 = 0

    /// How many there are.
    var count: Int { numbers.count }

    /// Adds a page; gives whether it was not there.
    mutating func insert(_ page: UInt64) -> Bool {
      guard numbers.insert(page).inserted else { return false }
      // Odd, so that no bit is lost: the first digits of pi.
      digest ^= (page ^ page >> 29) &* 0x243f_6a88_85a3_08d3
      return true
    }

    static func == (a: Self, b: Self) -> Bool { a.digest == b.digest && a.numbers == b.numbers }

    func hash(into hasher: inout Hasher) { hasher.combine(digest) }
  }

  /// What decides how the next steps are counted.
  struct Memory: Hashable, Sendable {
    /// The pages that each CPU touched since its last flush; nil before the first.
    var touched: [Pages?] = [nil, nil]
    /// Whether private work was done at the last step; nil before the first.
    var wasPrivate: Bool?
  }

  var counts = RunCounts()
  var memory = Memory()
  /// The steps since `startPart`, by their moments.
  private(set) var part: [RunCounts.MomentRun] = []
  private var pages: [UInt64] = []

  /// More changes of the moment than this are not kept: what has more is not done again for its numbers.
  static let partLimit = 1 << 14

  /// Begins to keep the steps' moments anew.
  mutating func startPart() { part = [] }

  /// `size` bytes at `address` are touched by the step that `count` will count.
  mutating func touch(_ address: UInt64, size: UInt32 = 1) {
    let first = address >> 12
    let last = (address &+ UInt64(max(size, 1)) &- 1) >> 12
    pages.append(first)
    var page = first
    while page < last {
      page += 1
      pages.append(page)
    }
  }

  /// Counts a step; `holds` says whether siblings are held for private work at all.
  mutating func count(moment position: Int, isPrivate: Bool, cpu: Int, holds: Bool, _ remark: StepRecorder.Remark) {
    counts.countStep(ofMoment: position)
    if part.last?.position == position {
      part[part.count - 1].steps += 1
    } else if part.count <= Self.partLimit {
      part.append(.init(position: position, steps: 1))
    }
    if holds && isPrivate && memory.wasPrivate == false { counts.count(.syncs) }
    memory.wasPrivate = isPrivate
    for page in pages where memory.touched[cpu]?.insert(page) == true { counts.count(.refills) }
    pages.removeAll(keepingCapacity: true)
    switch remark {
    case .writes(let cr3):
      counts.count(.cr3Writes)
      guard !cr3.keepsTLB else { break }
      counts.count(.flushes)
      memory.touched[cpu] = Pages()
    case .faults: counts.count(.faults)
    case .none, .note, .last: break
    }
  }
}
