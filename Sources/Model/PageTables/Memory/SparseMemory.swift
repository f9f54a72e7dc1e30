import HashTreeCollections

/// Frames that were written, over a base that never changes.
///
///     word(at:)
///        |
///        v
///     +----------------------+   absent    +----------------------------+
///     | overlay: frame -> 512|  -------->  | base: a mapped dump, or nil|
///     | words (persistent)   |             | (shared by all copies)     |
///     +----------------------+             +----------------------------+
///
/// A copy costs nothing and a write changes one frame of one copy, so that a timeline can keep the
/// memory of every moment. Two memories are equal if their overlays are; the base is taken as the same.
public struct SparseMemory: PhysicalMemory, Equatable {
  private var overlay: TreeDictionary<FrameNumber, [UInt64]> = [:]
  /// One bit for each remainder by 64 of a frame in the overlay, so that most look-ups skip it.
  private var filter: UInt64 = 0
  /// The memory under the overlay.
  public let base: (any PhysicalMemory)?

  /// An empty memory, or one that starts as `base`.
  public init(base: (any PhysicalMemory)? = nil) {
    self.base = base
  }

  /// The frames that were written since the base, in no order.
  public var changedFrames: [FrameNumber] { Array(overlay.keys) }

  /// The word at `address`, from the overlay or the base; nil if absent or not aligned to 8.
  public func word(at address: PhysicalAddress) -> UInt64? {
    guard address.rawValue & 7 == 0 else { return nil }
    if mayHold(address.frame), let frame = overlay[address.frame] {
      return frame[Int((address.rawValue >> 3) & 511)]
    }
    return base?.word(at: address)
  }

  /// Copies the 512 words of `frame` to `words`; false if some are absent.
  public func readTable(_ frame: FrameNumber, into words: inout [UInt64]) -> Bool {
    if mayHold(frame), let frame = overlay[frame] {
      words = frame
      return true
    }
    return base?.readTable(frame, into: &words) ?? false
  }

  /// Writes one word; words of its frame that were absent become 0.
  ///
  /// Returns false and changes nothing if `address` is not aligned to 8.
  @discardableResult
  public mutating func write(_ word: UInt64, at address: PhysicalAddress) -> Bool {
    guard address.rawValue & 7 == 0 else { return false }
    let frame = address.frame
    if !mayHold(frame) || overlay[frame] == nil { store(copyOfBase(frame), at: frame) }
    // In place: the frame's words are copied only if another copy of this memory has them too.
    overlay[frame, default: []][Int((address.rawValue >> 3) & 511)] = word
    return true
  }

  /// Makes a frame of zeros, whatever was there.
  public mutating func clear(_ frame: FrameNumber) {
    store([UInt64](repeating: 0, count: 512), at: frame)
  }

  /// Equal overlays over the same base.
  public static func == (a: Self, b: Self) -> Bool { a.overlay == b.overlay }

  private func mayHold(_ frame: FrameNumber) -> Bool { filter >> (frame.rawValue & 63) & 1 != 0 }

  private mutating func store(_ words: [UInt64], at frame: FrameNumber) {
    overlay[frame] = words
    filter |= 1 << (frame.rawValue & 63)
  }

  private func copyOfBase(_ frame: FrameNumber) -> [UInt64] {
    guard let base else { return [UInt64](repeating: 0, count: 512) }
    return (0..<512).map { base.word(at: frame.wordAddress($0)) ?? 0 }
  }
}
