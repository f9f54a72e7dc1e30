import Isolation
import PageTables
import TestSupport
import Testing

/// How spaces are told from CR3 values and tables. product.md, "PTI or not".
@Suite struct SpacesTests {
  /// CPL 3 runs with the values that have bit 12 set, unless told.
  private static func spaces(
    _ cr3s: [UInt64], _ memory: SparseMemory = SparseMemory(), pcid: Bool = false, user: [UInt64]? = nil
  ) -> Spaces {
    let userRoots = (user ?? cr3s.filter { $0 & 0x1000 != 0 }).map { CR3($0).root }
    var controls = Controls.linux(cr3: CR3(cr3s[0]))
    if pcid { controls.cr4 |= 1 << 17 }
    return Spaces(
      cr3s: cr3s.map { CR3($0) }, memory: memory, controls: controls, userRoots: Set(userRoots))
  }

  /// "A U 53f000", a line a space.
  private static func lines(_ spaces: Spaces) -> [String] {
    spaces.all.map {
      "\($0.processName) \($0.name) \($0.letter.letter) \(String($0.cr3.rawValue, radix: 16))"
    }
  }

  private static let userEntries: [Int: UInt64] = [0: 0x10_0067, 255: 0x10_1067]
  private static let kernelEntries: [Int: UInt64] = [273: 0x10_2063, 508: 0x10_3063, 511: 0x10_4063]

  // MARK: From a log

  @Test(arguments: [[0x53f000, 0x53e000], [0x53e000, 0x53f000]] as [[UInt64]])
  func bothHalvesInALog(cr3s: [UInt64]) {
    let spaces = Self.spaces(cr3s)
    #expect(spaces.design == .pti)
    #expect(Self.lines(spaces) == ["A U U 53f000", "A K P 53e000"])
    #expect(spaces.space(of: CR3(0x53e000))?.name == "K")
    #expect(spaces.space(of: CR3(0x53f000))?.name == "U")
  }

  @Test func severalProcesses() {
    let spaces = Self.spaces([0x53f000, 0x53e000, 0x542000, 0x543000, 0x546000])
    #expect(spaces.design == .pti)
    #expect(
      Self.lines(spaces) == [
        "A U U 53f000", "A K P 53e000", "B U U 543000", "B K P 542000", "C U U 547000", "C K P 546000",
      ], "the half that a process never ran with is there too")
    #expect(spaces.all.map(spaces.label) == ["U(A)", "K(A)", "U(B)", "K(B)", "U(C)", "K(C)"])
    let kernelB = spaces.all[3]
    #expect(spaces.others(of: kernelB).map(spaces.label) == ["U(B)"])
    #expect(spaces.userSpace(of: kernelB) == spaces.all[2])
    #expect(spaces.userSpace(of: spaces.all[2]) == spaces.all[2])
  }

  /// Linux 6.12 arch/x86/entry/calling.h: the user half has bit 12, and with PCIDs bit 11.
  @Test func pcidBits() {
    let both = Self.spaces([0x5f3804, 0x5f2004], pcid: true)
    #expect(Self.lines(both) == ["A U U 5f3804", "A K P 5f2004"])
    // Another ASID of the same root is the same space.
    #expect(both.space(of: CR3(0x5f2005))?.name == "K")
    #expect(both.space(of: CR3(0x5f3805))?.name == "U")
    #expect(both.space(of: CR3(0x8000_0000_005f_3804))?.name == "U", "bit 63 is no part of the root")
  }

  /// The missing half's value is made from the known one: 0x1800 with PCIDs, 0x1000 without.
  @Test(
    arguments: [
      (0x53e004, true, "53f804", "53e004"), (0x53f804, true, "53f804", "53e004"),
      (0x53e000, false, "53f000", "53e000"), (0x53f000, false, "53f000", "53e000"),
    ] as [(UInt64, Bool, String, String)])
  func theOtherHalfsValue(cr3: UInt64, pcid: Bool, user: String, kernel: String) {
    let memory = SparseMemory.rootPair(
      kernel: Self.userEntries.merging(Self.kernelEntries) { $1 },
      user: Self.userEntries.merging([508: 0x10_3063]) { $1 })
    #expect(Self.lines(Self.spaces([cr3], memory, pcid: pcid)) == ["A U U \(user)", "A K P \(kernel)"])
  }

  @Test func oneValueWithoutTables() {
    let spaces = Self.spaces([0x542000])
    #expect(spaces.design == .nopti)
    #expect(Self.lines(spaces) == ["A K P 542000"])
    #expect(spaces.all.map(spaces.label) == ["K"])
    #expect(spaces.others(of: spaces.all[0]).isEmpty)
    #expect(spaces.userSpace(of: spaces.all[0]) == spaces.all[0], "CPL 3 runs with it too")
  }

  @Test func severalProcessesWithoutIsolation() {
    let spaces = Self.spaces([0x542000, 0x546000, 0x542000])
    #expect(spaces.design == .nopti)
    #expect(Self.lines(spaces) == ["A K P 542000", "B K P 546000"])
    #expect(spaces.all.map(spaces.label) == ["K(A)", "K(B)"])
  }

  @Test func anUnknownCR3HasNoSpace() {
    #expect(Self.spaces([0x53f000, 0x53e000]).space(of: CR3(0x999000)) == nil)
    #expect(Self.spaces([0x53f000]).space(of: CR3(0x53e000)) == nil)
  }

  /// A log may show a new process at every step: nothing about a space may cost a look at all others.
  @Test(.timeLimit(.minutes(1))) func manyProcesses() throws {
    let spaces = Self.spaces((1...100_000).map { $0 << 13 })
    #expect(spaces.all.count == 100_000)
    var labels = 0
    for (index, space) in spaces.all.enumerated() {
      labels += spaces.label(of: space).utf8.count
      guard spaces.position(of: space) == index, spaces.others(of: space).isEmpty,
        spaces.userSpace(of: space) == space
      else {
        Issue.record("process \(index)")
        return
      }
    }
    #expect(labels > 400_000)
    let pairs = Self.spaces((2...100_000).flatMap { [$0 << 13, $0 << 13 | 0x1000] })
    #expect(pairs.all.count == 199_998)
    #expect(pairs.all.allSatisfy { pairs.others(of: $0).count == 1 && pairs.userSpace(of: $0).letter == .user })
    #expect(pairs.position(of: Space(name: "K", letter: .private, cr3: CR3(0x2000))) == nil)
  }

  // MARK: Neighbours that are no pair

  /// Two processes without isolation, whose roots happen to be neighbours: both map all of the kernel.
  @Test(arguments: [[0x53e000, 0x53f000], [0x53f000, 0x53e000]] as [[UInt64]])
  func neighboursOfTwoProcesses(cr3s: [UInt64]) {
    let other: [Int: UInt64] = [0: 0x20_0067, 255: 0x20_1067]
    let memory = SparseMemory.rootPair(
      kernel: Self.userEntries.merging(Self.kernelEntries) { $1 }, user: other.merging(Self.kernelEntries) { $1 })
    let spaces = Self.spaces(cr3s, memory, user: cr3s)
    #expect(spaces.design == .nopti)
    #expect(spaces.all.map(spaces.label) == ["K(A)", "K(B)"])
    #expect(Self.spaces(cr3s, memory).design == .nopti, "the tables decide, wherever user code runs")
  }

  /// Without tables, where CPL 3 runs tells.
  @Test(
    arguments: [
      ([0x53e000, 0x53f000], [0x53f000], .pti), ([0x53e000, 0x53f000], [0x53e000, 0x53f000], .nopti),
      ([0x53e000, 0x53f000], [0x53e000], .nopti), ([0x53e000, 0x53f000], [], .nopti),
      ([0x53f000], [0x53f000], .nopti), ([0x53e000, 0x53f000, 0x540000], [0x53f000, 0x540000], .nopti),
    ] as [([UInt64], [UInt64], Design)])
  func withoutTables(cr3s: [UInt64], user: [UInt64], design: Design) {
    #expect(Self.spaces(cr3s, user: user).design == design)
  }

  /// One pair makes the design; another root's neighbour is still no half if the tables say so.
  @Test func aPairAndNeighbours() {
    var memory = SparseMemory.rootPair(
      kernel: Self.userEntries.merging(Self.kernelEntries) { $1 },
      user: Self.userEntries.merging([508: 0x10_3063]) { $1 })
    for root: UInt64 in [0x600, 0x601] {
      memory.clear(FrameNumber(root))
      for (index, entry) in Self.kernelEntries { memory.write(entry, at: FrameNumber(root).wordAddress(index)) }
    }
    let spaces = Self.spaces([0x53f000, 0x53e000, 0x600000, 0x601000], memory)
    #expect(
      Self.lines(spaces) == ["A U U 53f000", "A K P 53e000", "B K P 600000", "C K P 601000"])
  }

  /// Linux allocates 8 KiB for a root without isolation too: the pair alone proves nothing.
  @Test func thePairAloneProvesNothing() {
    let kernel = Self.userEntries.merging(Self.kernelEntries) { $1 }
    let spaces = Self.spaces([0x53e000], SparseMemory.rootPair(kernel: kernel, user: [:]))
    #expect(spaces.design == .nopti)
    #expect(Self.lines(spaces) == ["A K P 53e000"])
  }
}
