import Isolation
import PageTables
import Recordings
import Testing
import Timelines

/// product.md, "Words": a flip is a CR3 write after which CR3, without bit 63, differs; it belongs to the
/// step that executes the write.
@Suite struct FlipTests {
  @Test func thereAndBack() throws {
    var made = HandMade()
    made.step("user", cpl: 3, cr3: Half.userA)
    made.step("entry_SYSCALL_64+0x20", cpl: 0, cr3: Half.userA)
    made.step("do_syscall_64", cpl: 0, cr3: Half.kernelA)
    made.step("syscall_return+0x81", cpl: 0, cr3: Half.kernelA)
    made.step("sysret", cpl: 0, cr3: Half.userA)
    let timeline = made.timeline
    #expect(timeline.spaces.design == .pti)
    #expect(timeline.flips.map(\.step) == [1, 3])
    #expect(timeline.flips.map(\.site) == ["entry_SYSCALL_64+0x20", "syscall_return+0x81"])
    #expect(timeline.flips.map { "\($0.from.name)>\($0.to.name)" } == ["U>K", "K>U"])
    #expect(timeline.flips.map(\.cr3.rawValue) == [Half.kernelA, Half.userA])
    #expect(timeline.flips.map(\.keepsTLB) == [nil, nil])
    #expect((0..<5).map { timeline.flip(at: $0) != nil } == [false, true, false, true, false])
    #expect((0..<5).map { timeline.space(at: $0)?.name } == ["U", "U", "K", "K", "U"])
  }

  /// Bit 63 is written, never read back; where it was recorded, the flip has it.
  @Test(arguments: [(0x8000_0000_0000_4004, true), (0x4004, false)] as [(UInt64, Bool)])
  func bit63(written: UInt64, keepsTLB: Bool) throws {
    var made = HandMade()
    made.step("user", cpl: 3, cr3: 0x5804)
    made.step(
      "entry+0x20", cpl: 0, cr3: 0x5804, note: StepNote(text: "cr3 write", writtenCR3: CR3(written)))
    made.step("kernel", cpl: 0, cr3: 0x4004)
    let flip = try #require(made.timeline.flips.first)
    #expect(made.timeline.flips.count == 1)
    #expect(flip.cr3.rawValue == written)
    #expect(flip.keepsTLB == keepsTLB)
    #expect(flip.to.cr3.rawValue == 0x4004)
  }

  @Test func rewritesOfTheSameValueAreNone() {
    var made = HandMade()
    made.repeatsCR3 = true
    for _ in 0..<3 { made.step("kernel", cpl: 0, cr3: Half.kernelA) }
    made.step("kernel", cpl: 0, cr3: Half.kernelA | 1 << 63)
    made.step("kernel", cpl: 0, cr3: Half.kernelA)
    #expect(made.timeline.flips.isEmpty)
  }

  /// A log whose CR3 column has only roots that pair, with other PCIDs: the value differs, so it is a flip.
  @Test func anotherPCIDIsAFlip() {
    var made = HandMade()
    made.step("kernel", cpl: 0, cr3: 0x4004)
    made.step("kernel", cpl: 0, cr3: 0x4005)
    made.step("user", cpl: 3, cr3: 0x5805)
    #expect(made.timeline.flips.map(\.step) == [0, 1])
  }

  @Test func aProcessSwitchHasEqualLetters() throws {
    var made = HandMade()
    made.step("user", cpl: 3, cr3: Half.userA)
    made.step("entry", cpl: 0, cr3: Half.userA)
    made.step("switch_mm", cpl: 0, cr3: Half.kernelA)
    made.step("after", cpl: 0, cr3: Half.kernelB)
    made.step("exit", cpl: 0, cr3: Half.kernelB)
    made.step("user", cpl: 3, cr3: Half.userB)
    let timeline = made.timeline
    try #require(timeline.flips.map(\.step) == [1, 2, 4])
    let labels = timeline.flips.map {
      "\(timeline.spaces.label(of: $0.from))>\(timeline.spaces.label(of: $0.to))"
    }
    #expect(labels == ["U(A)>K(A)", "K(A)>K(B)", "K(B)>U(B)"])
    #expect(timeline.flips[1].from.letter == timeline.flips[1].to.letter)
  }

  @Test func noStepsAndOneStepHaveNone() {
    #expect(HandMade().timeline.flips.isEmpty)
    var made = HandMade()
    made.step("user", cpl: 3, cr3: Half.userA)
    #expect(made.timeline.flips.isEmpty)
    #expect(made.timeline.count == 1)
  }
}
