import PageTables

/// The memory at every moment of a recording, of which some are kept and the others made from the one before.
///
///     versions   0 . . . 4 . . . 8      kept: 0, 4, 8;  6 is 4 with the writes of 5 and 6
///
/// A version costs the frames that were written for it, so that not all can be kept of a recording that never stops
/// writing tables. What writes the value that is there already makes no version.
struct MemoryVersions {
  /// The first step that sees each version; the first is 0.
  let starts: [Int]
  /// The writes that change something.
  private let writes: [Recording.TableWrite]
  /// How many writes have been made before each version.
  private let ends: [Int]
  private let kept: [SparseMemory]
  private let interval: Int

  /// The most versions that are kept: 64 MiB if each writes one frame.
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
    interval = (starts.count + Self.limit - 1) / Self.limit
    var memory = recording.start.memory
    var kept: [SparseMemory] = []
    for version in starts.indices {
      for write in writes[(version == 0 ? 0 : ends[version - 1])..<ends[version]] {
        memory.write(write.value, at: write.address)
      }
      if version % interval == 0 { kept.append(memory) }
    }
    self.kept = kept
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
    let base = version / interval
    var memory = kept[base]
    for write in writes[ends[base * interval]..<ends[version]] { memory.write(write.value, at: write.address) }
    return memory
  }
}
