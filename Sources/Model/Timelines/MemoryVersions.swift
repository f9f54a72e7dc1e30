import PageTables
import Recordings
import Synchronization

/// The memory at every moment of a recording, of which some are kept and the others made from one before.
///
///     versions   0 . . . 4 . . . 8      kept: 0, 4, 8;  6 is 4, or 5 if that was asked for, with the writes up to 6
///
/// A version that is kept costs the frames that were written since the one before, so that not all can be kept of a
/// recording that never stops writing tables. What writes the value that is there already makes no version.
struct MemoryVersions {
  /// The first step that sees each version; the first is 0.
  let starts: [Int]
  /// The writes that change something.
  private let writes: [Recording.TableWrite]
  /// How many writes have been made before each version.
  private let ends: [Int]
  private let kept: [KnownVersion]
  /// How many frames the kept versions have of their own.
  let frames: Int
  private let recent = RecentVersions()

  /// The most frames that kept versions have of their own: 64 MiB.
  private static let limit = 1 << 14

  init(of recording: Recording) {
    writes = Self.changes(in: recording)
    var starts = [0]
    var ends = [0]
    for (index, write) in writes.enumerated() {
      if starts[starts.count - 1] != write.step + 1 {
        starts.append(write.step + 1)
        ends.append(index)
      }
      ends[ends.count - 1] = index + 1
    }
    self.starts = starts
    self.ends = ends
    var made = KnownVersion(number: 0, memory: recording.start.memory)
    var kept = [made]
    let (chosen, frames) = Self.chosen(of: writes, ends)
    for version in chosen {
      made = made.later(version, writes, ends)
      kept.append(made)
    }
    self.kept = kept
    self.frames = frames
  }

  /// The versions to keep behind the first one: as many as there is room for, about the same number of writes apart;
  /// and how many frames they cost.
  private static func chosen(of writes: [Recording.TableWrite], _ ends: [Int]) -> (versions: [Int], frames: Int) {
    var distance = 1
    while true {
      var chosen: [Int] = []
      var size = 0
      var frames: Set<FrameNumber> = []
      var last = 0
      for version in ends.indices.dropFirst() {
        for write in writes[ends[version - 1]..<ends[version]] { frames.insert(write.address.frame) }
        guard ends[version] - last >= distance else { continue }
        chosen.append(version)
        last = ends[version]
        size += frames.count
        frames.removeAll(keepingCapacity: true)
      }
      if size <= limit { return (chosen, size) }
      distance *= 2
    }
  }

  private static func changes(in recording: Recording) -> [Recording.TableWrite] {
    var memory = recording.start.memory
    return recording.tableWrites.filter { write in
      guard memory.word(at: write.address) != write.value else { return false }
      memory.write(write.value, at: write.address)
      return true
    }
  }

  /// The version that the step at `index` sees.
  func version(at index: Int) -> Int { max(starts.partitionPoint { $0 <= index } - 1, 0) }

  /// The memory of a version.
  subscript(version: Int) -> SparseMemory {
    let known = kept[kept.partitionPoint { $0.number <= version } - 1]
    return known.number == version ? known.memory : recent.memory(version, from: known, writes, ends)
  }
}

/// A version whose memory was made.
private struct KnownVersion: Sendable {
  let number: Int
  private(set) var memory: SparseMemory

  /// A version that is not before it.
  func later(_ number: Int, _ writes: [Recording.TableWrite], _ ends: [Int]) -> KnownVersion {
    var memory = memory
    for write in writes[ends[self.number]..<ends[number]] { memory.write(write.value, at: write.address) }
    return KnownVersion(number: number, memory: memory)
  }
}

/// The versions that were made last, so that going from one to the next costs only the writes in between: a few, since
/// several threads may go through a recording at once.
private final class RecentVersions: Sendable {
  private let known = Mutex<[KnownVersion]>([])
  private static let limit = 8

  /// The memory of a version, made from `start` or from a later one that was made last.
  func memory(
    _ version: Int, from start: KnownVersion, _ writes: [Recording.TableWrite], _ ends: [Int]
  ) -> SparseMemory {
    let (index, best) = known.withLock { known in
      let before = known.indices.filter { (start.number...version).contains(known[$0].number) }
      let index = before.max { known[$0].number < known[$1].number }
      return (index.map { known[$0].number }, index.map { known[$0] } ?? start)
    }
    let made = best.later(version, writes, ends)
    known.withLock { known in
      // It takes the place of the one that it was made from.
      if let old = known.firstIndex(where: { $0.number == index }) { known.remove(at: old) }
      if known.count >= Self.limit { known.removeFirst() }
      known.append(made)
    }
    return made.memory
  }
}
