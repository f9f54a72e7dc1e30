import Captures
import Foundation
import Recordings
import TestSupport
import Testing
import Timelines

/// What the captures' README says about one step log: numbers that do not come from this program.
struct CaptureFacts: Sendable, CustomTestStringConvertible {
  let name: String
  let rows: Int
  let accesses: Int
  /// The steps that flip.
  let flips: [Int]
  /// Of the rows with the kernel CR3: data accesses not present in the user half, and all.
  let data: (absent: Int, all: Int)?
  /// The same for fetches.
  let fetches: (absent: Int, all: Int)?

  var testDescription: String { name }

  static let all = [
    CaptureFacts(
      name: "pti/getpid", rows: 216, accesses: 93, flips: [8, 207], data: (82, 87), fetches: (130, 199)),
    CaptureFacts(
      name: "pti/read", rows: 1_109, accesses: 490, flips: [8, 1100], data: (477, 484),
      fetches: (1_023, 1_092)),
    CaptureFacts(
      name: "pti/pagefault", rows: 10_956, accesses: 9_373, flips: [43, 10_943], data: (9_309, 9_339),
      fetches: (10_857, 10_900)),
    CaptureFacts(
      name: "pti/irq-user", rows: 51_570, accesses: 19_963, flips: [61, 51_557], data: (19_900, 19_930),
      fetches: (51_455, 51_496)),
    CaptureFacts(
      name: "pti/irq-kernel", rows: 18_229, accesses: 8_332, flips: [8, 18_220], data: (8_315, 8_326),
      fetches: (18_068, 18_212)),
    CaptureFacts(
      name: "pti/switch", rows: 13_691, accesses: 6_224,
      flips: [8, 7370, 8518, 8543, 9548, 9570, 12_331, 12_782, 12_801, 13_683], data: (6_173, 6_197),
      fetches: (13_333, 13_609)),
    CaptureFacts(name: "nopti/getpid", rows: 206, accesses: 91, flips: [], data: nil, fetches: nil),
    CaptureFacts(
      name: "pcid/getpid", rows: 222, accesses: 94, flips: [8, 213], data: (83, 88), fetches: (129, 205)),
    CaptureFacts(
      name: "pcid/pagefault", rows: 4_158, accesses: 2_207, flips: [43, 4145], data: (2_142, 2_172),
      fetches: (4_052, 4_102)),
    CaptureFacts(
      name: "pcid/irq-user", rows: 655, accesses: 380, flips: [52, 642], data: (316, 346), fetches: (542, 590)
    ),
  ]

  /// The log with its tables.
  func timeline() throws -> Timeline {
    let recording = try InputFile.open(sample("captures/\(name).csv")).recording
    try #require(recording.hasTables)
    return Timeline(recording)
  }

  /// The first five columns of every row, split by hand.
  func columns() throws -> [[Substring]] {
    let text = try String(contentsOfFile: sample("captures/\(name).csv"), encoding: .utf8)
    return text.split(separator: "\n").dropFirst().map {
      Array($0.split(separator: ",", maxSplits: 5).prefix(5))
    }
  }
}
