/// The rows of one subtree as far as its neighbours need them, so that a shared table is read once.
///
///     | first |  ... |  ...  | last     |
///             ^      ^       ^ lastStart        breaks = 3
struct PtdumpSummary {
  /// What the subtree begins with.
  let first: PtdumpNote
  /// What it ends with.
  private(set) var last: PtdumpNote
  /// How often a row ends inside it.
  private(set) var breaks = 0
  /// Where its last row starts, in bytes from its own start.
  private(set) var lastStart: UInt64 = 0

  /// A subtree of one row.
  init(_ note: PtdumpNote) {
    first = note
    last = note
  }

  /// Adds the subtree that follows, `offset` bytes from the start of this one.
  mutating func append(_ next: PtdumpSummary, at offset: UInt64) {
    let isSame = last == next.first
    if !isSame || next.breaks > 0 { lastStart = offset &+ next.lastStart }
    breaks += next.breaks + (isSame ? 0 : 1)
    last = next.last
  }
}
