import Bytes
import PageTables

/// A step log, its names and the memory of its first row, in one short string of bytes.
///
///     4 texts: +------+-------+    then  +---+---+------+    frames times  +------+-----+---------------------+
///              |count |bytes  |          |CR0|CR4|frames|                  |number|words|words times          |
///              |4     |count  |          |8  |8  |4     |                  |4     |2    |index 2, value 8     |
///              +------+-------+          +---+---+------+                  +------+-----+---------------------+
///
/// All numbers are little endian. The texts are the step log, objects.csv, types.csv and members.csv. A frame lists its
/// words that are not 0. The tests pack; see BuiltInTests.
struct PackedRecording {
  /// The step log, objects.csv, types.csv and members.csv.
  private(set) var texts: [[UInt8]] = []
  /// CR0 and CR4.
  private(set) var controls: (cr0: UInt64, cr4: UInt64) = (0, 0)
  /// The memory of the first row.
  private(set) var memory = FrameMemory([:])

  private let bytes: FileBytes
  private var offset = 0

  /// Unpacks; nil if the bytes end early.
  init?(_ packed: [UInt8]) {
    bytes = FileBytes(name: "packed recording", packed)
    for _ in 0..<4 {
      guard let count = number(4), count <= UInt64(bytes.count - offset) else { return nil }
      texts.append(Array(packed[offset..<offset + Int(count)]))
      offset += Int(count)
    }
    guard let cr0 = number(8), let cr4 = number(8), let frames = readFrames() else { return nil }
    controls = (cr0, cr4)
    memory = FrameMemory(frames)
  }

  private mutating func readFrames() -> [FrameNumber: [UInt64]]? {
    guard let count = number(4) else { return nil }
    var frames: [FrameNumber: [UInt64]] = [:]
    for _ in 0..<count {
      guard let frame = number(4), let filled = number(2) else { return nil }
      var words = [UInt64](repeating: 0, count: 512)
      for _ in 0..<filled {
        guard let index = number(2), let value = number(8), index < 512 else { return nil }
        words[Int(index)] = value
      }
      frames[FrameNumber(frame)] = words
    }
    return frames
  }

  /// The next number of `size` bytes: 2, 4 or 8.
  private mutating func number(_ size: Int) -> UInt64? {
    let value: UInt64? =
      switch size {
      case 2: bytes.littleEndian16(at: offset).map { UInt64($0) }
      case 4: bytes.littleEndian32(at: offset).map { UInt64($0) }
      default: bytes.littleEndian64(at: offset)
      }
    offset += size
    return value
  }
}
