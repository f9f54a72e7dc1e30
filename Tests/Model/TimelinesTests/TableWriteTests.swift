import Isolation
import PageTables
import Recordings
import TestSupport
import Testing
import Timelines

/// A write to a table is seen from the step after the one that writes.
@Suite struct TableWriteTests {
  private static let entry = PhysicalAddress(0x9000)
  private static let other = PhysicalAddress(0xa008)

  private static func made(_ count: Int, _ writes: [(Int, PhysicalAddress, UInt64)]) -> Timeline {
    var made = HandMade()
    made.memory.write(1, at: entry)
    for _ in 0..<count { made.step("kernel", cpl: 0, cr3: Half.kernelA) }
    made.tableWrites = writes.map { Recording.TableWrite(step: $0.0, address: $0.1, value: $0.2) }
    return made.timeline
  }

  @Test func seenFromTheNextStepOn() {
    let timeline = Self.made(6, [(2, Self.entry, 7), (4, Self.other, 9)])
    #expect((0..<6).map { timeline.machine(at: $0).memory.word(at: Self.entry) } == [1, 1, 1, 7, 7, 7])
    #expect(
      (0..<6).map { timeline.machine(at: $0).memory.word(at: Self.other) } == [nil, nil, nil, nil, nil, 9])
    #expect((0..<6).map { timeline.memoryVersion(at: $0) } == [0, 0, 0, 1, 1, 2])
    #expect(timeline.memoryStarts == [0, 3, 5])
    #expect((0..<6).map { timeline.tableWrites(at: $0).count } == [0, 0, 1, 0, 1, 0])
  }

  @Test func twoWritesOfOneStepAreOneVersion() {
    let timeline = Self.made(4, [(1, Self.entry, 7), (1, Self.other, 9)])
    #expect(timeline.memoryStarts == [0, 2])
    #expect(timeline.memory(at: 1).word(at: Self.entry) == 1)
    #expect(timeline.memory(at: 2).word(at: Self.entry) == 7)
    #expect(timeline.memory(at: 2).word(at: Self.other) == 9)
    #expect(timeline.tableWrites(at: 1).map(\.value) == [7, 9])
  }

  @Test func aWriteInTheFirstAndInTheLastStep() {
    let timeline = Self.made(2, [(0, Self.entry, 7), (1, Self.entry, 8)])
    #expect((0..<2).map { timeline.memory(at: $0).word(at: Self.entry) } == [1, 7])
    #expect(timeline.machine(at: 99) == timeline.machine(at: 1), "clamped")
    #expect(timeline.machine(at: -99) == timeline.machine(at: 0), "clamped")
  }

  /// More frames than are kept: 400 steps write 100 tables each, again and again.
  @Test func manyFrames() {
    var random = SplitMix64(seed: 7)
    var writes: [(Int, PhysicalAddress, UInt64)] = []
    for step in 0..<400 {
      for index in 0..<100 {
        let frame = UInt64(step % 3 * 100 + index + 16)
        writes.append((step, PhysicalAddress(frame << 12), UInt64(step * 1000 + index)))
      }
    }
    let timeline = Self.made(401, writes)
    for step in Array(0...400) + (0...400).reversed() + (0...400).shuffled(using: &random) {
      for frame in [16, 115, 116, 215, 216, 315] as [UInt64] {
        let address = PhysicalAddress(frame << 12)
        let last = writes.last { $0.0 < step && $0.1 == address }?.2
        #expect(timeline.memory(at: step).word(at: address) == last, "step \(step)")
      }
    }
  }

  /// Any step, in any order, against a replay from the start.
  @Test func randomWrites() {
    withSeeds(40) { random in
      let count = random.number(1...60)
      let places = [Self.entry, Self.other, PhysicalAddress(0x9010)]
      let writes = (0..<random.number(0...20)).map { _ in
        (random.number(0...count - 1), random.pick(places, or: Self.entry), random.next())
      }.sorted { $0.0 < $1.0 }
      let timeline = Self.made(count, writes)
      var order = Array(0..<count) + (0..<count).reversed()
      order += order.shuffled(using: &random)
      for step in order {
        for place in places {
          let last = writes.last { $0.0 < step && $0.1 == place }?.2
          let frameWasMade = writes.contains { $0.0 < step && $0.1.frame == place.frame }
          let start: UInt64? =
            place == Self.entry ? 1 : place.frame == Self.entry.frame || frameWasMade ? 0 : nil
          #expect(timeline.machine(at: step).memory.word(at: place) == last ?? start)
        }
      }
    }
  }

  /// More versions than are kept, forth and back.
  @Test(.timeLimit(.minutes(1))) func manyVersions() {
    let count = 40_000
    let timeline = Self.made(count, (0..<count).map { ($0, Self.entry, UInt64($0) + 2) })
    #expect(timeline.memoryStarts.count == count + 1)
    for step in stride(from: 0, to: count, by: 997) {
      #expect(timeline.memory(at: step).word(at: Self.entry) == UInt64(step) + 1)
      #expect(timeline.memory(at: count - 1 - step).word(at: Self.entry) == UInt64(count - step))
    }
  }

  @Test func aDumpIsOneMoment() {
    let timeline = HandMade().timeline
    #expect(!timeline.hasSteps)
    #expect(timeline.count == 1)
    #expect(timeline.machine(at: 0) == timeline.recording.start)
    #expect(timeline.machine(at: 5) == timeline.recording.start)
    #expect(timeline.events.isEmpty)
    #expect(timeline.event(at: 0) == nil)
    #expect(timeline.space(at: 0)?.name == "K")
  }
}
