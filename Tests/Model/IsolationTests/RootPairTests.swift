import Isolation
import PageTables
import TestSupport
import Testing

/// What the tables of two neighbouring roots say. product.md, "PTI or not".
struct RootPairTests {
  private static let userEntries: [Int: UInt64] = [0: 0x10_0067, 255: 0x10_1067]
  private static let kernelEntries: [Int: UInt64] = [273: 0x10_2063, 508: 0x10_3063, 511: 0x10_4063]

  @Test func tablesOfAPair() {
    let kernel = Self.userEntries.merging(Self.kernelEntries) { $1 }
    let user = Self.userEntries.merging([508: 0x10_3063]) { $1 }
    #expect(Self.isPair(kernel: kernel, user: user))
    // The kernel half's user entries carry NX, and the processor sets A and D in either.
    let noExecute = kernel.mapValues { $0 | 1 << 63 }
    #expect(Self.isPair(kernel: noExecute, user: user))
    #expect(Self.isPair(kernel: kernel.mapValues { $0 ^ 0x60 }, user: user))
  }

  /// Each of these breaks one of the three conditions.
  @Test func tablesOfNoPair() {
    let kernel = Self.userEntries.merging(Self.kernelEntries) { $1 }
    let user = Self.userEntries.merging([508: 0x10_3063]) { $1 }
    #expect(!Self.isPair(kernel: kernel, user: kernel), "no strict subset: nopti with a copied root")
    #expect(!Self.isPair(kernel: kernel, user: Self.userEntries), "a user half has some kernel entry")
    #expect(!Self.isPair(kernel: kernel, user: [:]), "nopti: the second page is unused")
    #expect(!Self.isPair(kernel: kernel, user: user.merging([0: 0x99_9067]) { $1 }), "another user table")
    #expect(!Self.isPair(kernel: kernel, user: user.merging([0: 0x10_0065]) { $1 }), "another right")
    #expect(!Self.isPair(kernel: kernel, user: user.merging([300: 0x10_5063]) { $1 }), "not in the kernel's")
    var memory = SparseMemory()
    memory.clear(SparseMemory.kernelRoot)
    #expect(Self.pair(in: memory) == .unknown, "a root that is not there")
  }

  /// Linux without isolation may have level4_kernel_pgt behind init_top_pgt: its one entry is the last of the other, and
  /// neither maps anything for user code. Under isolation the user half has a table of its own for the entry text.
  @Test func tablesWithoutUserCode() {
    #expect(!Self.isPair(kernel: [273: 0x10_1063, 511: 0x10_2067], user: [511: 0x10_2067]))
    // The PDPT, and below it the PD, of each half; the entry text is one page of both.
    func pair(_ tables: [UInt64: [Int: UInt64]]) -> RootPair {
      var memory = SparseMemory.rootPair(kernel: [273: 0x10_1063, 511: 0x10_2067], user: [511: 0x10_3067])
      for (frame, words) in tables {
        for (index, word) in words { memory.write(word, at: FrameNumber(frame).wordAddress(index)) }
      }
      return Self.pair(in: memory)
    }
    let tables: [UInt64: [Int: UInt64]] = [
      0x102: [510: 0x10_4067], 0x103: [510: 0x10_5067], 0x104: [8: 0x100_01a1, 9: 0x120_01a3], 0x105: [8: 0x100_0181],
    ]
    #expect(pair(tables) == .isolated)
    #expect(pair(tables.filter { $0.key < 0x105 }) == .undecided, "the table that would say it is missing")
    #expect(pair(tables.merging([0x105: [8: 0x300_0181]]) { $1 }) == .separate, "another page")
    #expect(pair(tables.merging([0x103: [510: 0x10_4067]]) { $1 }) == .isolated, "a table that both name")
  }

  /// level3_kernel_pgt behind init_top_pgt, as if it were a root: its entries are page directories. Linux 6.12
  /// arch/x86/kernel/head_64.S without CONFIG_X86_5LEVEL and with an even frame for init_top_pgt.
  @Test func aTableBehindTheRoot() {
    var memory = SparseMemory.rootPair(
      kernel: [273: 0x10_1063, 510: 0x10_6063, 511: 0x40_0067], user: [510: 0x10_2063, 511: 0x10_3067])
    for (frame, index, word) in [
      (0x102, 8, 0x100_01e3), (0x103, 506, 0x10_7067), (0x106, 0, 0x10_8063), (0x108, 0, 0x10_9063), (0x107, 0, 0x5163),
      (0x400, 510, 0x10_2063), (0x400, 511, 0x10_3067),
    ] as [(UInt64, Int, UInt64)] {
      memory.write(word, at: FrameNumber(frame).wordAddress(index))
    }
    #expect(Self.pair(in: memory) == .separate)
  }

  /// Many pairs with tables in common: what one says of them is what it says alone.
  @Test func manyPairs() {
    withSeeds(200) { random in
      var memory = SparseMemory()
      // Roots at 0x10 to 0x2f, and three levels of five tables each, of which one is missing.
      for root in 0x10..<0x30 as Range<UInt64> {
        memory.write(0x7063, at: FrameNumber(root).wordAddress(300))
        memory.write(root % 2 == 0 ? 0x7163 : 0, at: FrameNumber(root).wordAddress(301))
        memory.write((0x100 + random.next() % 5) << 12 | 0x67, at: FrameNumber(root).wordAddress(511))
      }
      for level in 1...3 as ClosedRange<UInt64> {
        for table in 0..<5 as Range<UInt64> where level < 3 || table > 0 {
          for _ in 0..<2 {
            let next = (level + 1) << 8 + random.next() % 5
            memory.write(next << 12 | 0x63, at: FrameNumber(level << 8 + table).wordAddress(random.number(0...3)))
          }
        }
      }
      let finder = RootPairFinder(memory)
      for root in stride(from: 0x10, to: 0x30, by: 2) as StrideTo<UInt64> {
        let (kernel, user) = (FrameNumber(root), FrameNumber(root + 1))
        let alone = RootPairFinder(memory)
        #expect(finder.pair(user: user, kernel: kernel) == alone.pair(user: user, kernel: kernel))
      }
    }
  }

  /// Nobody knows what user code runs with while that table is missing.
  @Test func undecidedSpaces() {
    var memory = SparseMemory.rootPair(kernel: [273: 0x10_1063, 511: 0x10_2067], user: [511: 0x10_3067])
    memory.write(0x10_4067, at: FrameNumber(0x102).wordAddress(510))
    memory.write(0x10_5067, at: FrameNumber(0x103).wordAddress(510))
    memory.write(0x100_01a1, at: FrameNumber(0x104).wordAddress(8))
    func spaces(_ memory: SparseMemory, user: Set<FrameNumber> = []) -> Spaces {
      let cr3 = CR3(SparseMemory.kernelRoot.address.rawValue)
      return Spaces(cr3s: [cr3], memory: memory, controls: .linux(cr3: cr3), userRoots: user)
    }
    let unknown = spaces(memory)
    #expect(unknown.knownDesign == nil && unknown.withoutHalf == [SparseMemory.kernelRoot])
    #expect(unknown.knownUserSpace(of: unknown.all[0]) == nil)
    // User code that runs with it says that it is no kernel half.
    #expect(spaces(memory, user: [SparseMemory.kernelRoot]).knownDesign == .nopti)
    memory.write(0x100_0181, at: FrameNumber(0x105).wordAddress(8))
    #expect(spaces(memory).knownDesign == .pti)
    memory.write(0x300_0181, at: FrameNumber(0x105).wordAddress(8))
    #expect(spaces(memory).knownDesign == .nopti)
  }

  private static func isPair(kernel: [Int: UInt64], user: [Int: UInt64]) -> Bool {
    pair(in: SparseMemory.rootPair(kernel: kernel, user: user)) == .isolated
  }

  private static func pair(in memory: SparseMemory) -> RootPair {
    let finder = RootPairFinder(memory)
    return finder.pair(user: SparseMemory.userRoot, kernel: SparseMemory.kernelRoot)
  }
}
