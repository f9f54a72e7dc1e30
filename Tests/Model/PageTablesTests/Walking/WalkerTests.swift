import PageTables
import TestSupport
import Testing

@Suite struct WalkerTests {
  /// Random tables, thousands of addresses: the walker and the naive one agree on everything they met.
  @Test func equalsTheNaiveWalker() {
    var ends: Set<String> = []
    let isFullRun = withSeeds(60) { random in
      let tables = NaiveTables.random(&random)
      let walker = Walker(memory: tables.memory, controls: tables.controls)
      for _ in 0..<60 {
        let address = tables.interestingAddress(&random)
        let naive = tables.walk(address)
        let walk = walker.walk(VirtualAddress(address))
        let comment: Comment = "at 0x\(String(address, radix: 16))"
        #expect(NaiveEnd(walk.outcome) == naive.end, comment)
        #expect(walk.address == VirtualAddress(address))
        #expect(walk.count == naive.path.count, comment)
        let path = walk.visits.map { [UInt64($0.level.rawValue), $0.address.rawValue, $0.entry.rawValue] }
        #expect(path == naive.path, comment)
        if case .page(let physical, let size) = naive.end {
          #expect(walk.physical == PhysicalAddress(physical), comment)
          #expect(walk.pageSize?.bytes == size, comment)
          #expect(walk.rights.contains(.write) == naive.write, comment)
          #expect(walk.rights.contains(.user) == naive.user, comment)
          #expect(walk.rights.contains(.execute) == naive.execute, comment)
          ends.insert("page \(size)")
        } else {
          #expect(walk.physical == nil && walk.pageSize == nil, comment)
          ends.insert("\(naive.end)".prefix { $0 != "," }.description)
        }
      }
    }
    guard isFullRun else { return }
    for wanted in [
      "page 4096", "page 2097152", "page 1073741824", "notCanonical", "notPresent(4)", "notPresent(1)",
      "reserved(4", "reserved(1", "missing(3",
    ] { #expect(ends.contains(wanted), "the random tables must lead to \(wanted)") }
  }

  /// The same tables give the same walks from memories of different kinds.
  @Test func memoriesOfTwoKinds() {
    var words = [UInt64](repeating: 0, count: 5 * 512)
    var sparse = SparseMemory()
    for (step, word) in [0x2007, 0x3007, 0x4007, 0x9067].enumerated() as EnumeratedSequence<[UInt64]> {
      words[step * 512 + step] = word
      for frame in 1...5 where sparse.word(at: FrameNumber(UInt64(frame)).address) == nil {
        sparse.clear(FrameNumber(UInt64(frame)))
      }
      sparse.write(word, at: FrameNumber(UInt64(step + 1)).wordAddress(step))
    }
    let array = ArrayMemory(first: FrameNumber(1), words: words)
    let controls = Controls.linux(cr3: CR3(0x1000))
    for address: UInt64 in [0x40403abc, 0x40403000, 0x40404000, 0, 0x7fff_ffff_f000, 0xffff_8000_0000_0000] {
      let first = Walker(memory: array, controls: controls).walk(VirtualAddress(address))
      let second = Walker(memory: sparse, controls: controls).walk(VirtualAddress(address))
      #expect(first.outcome == second.outcome)
      #expect(first.visits == second.visits)
    }
    let walk = Walker(memory: array, controls: controls).walk(VirtualAddress(0x40403abc))
    #expect(walk.physical == PhysicalAddress(0x9abc))
  }

  @Test func missingRoot() {
    let walk = Walker(memory: SparseMemory(), controls: .linux(cr3: CR3(0x5000))).walk(VirtualAddress(0))
    #expect(walk.outcome == .unreadable(.pml4, table: FrameNumber(5)))
    #expect(walk.visits.isEmpty)
    #expect(walk.rootLevel == .pml4)
  }
}

extension NaiveEnd {
  init(_ outcome: Walk.Outcome) {
    switch outcome {
    case .mapped(let physical, let size): self = .page(physical: physical.rawValue, size: size.bytes)
    case .notPresent(let level): self = .notPresent(level.rawValue)
    case .reserved(let level, let bits): self = .reserved(level.rawValue, bits)
    case .unreadable(let level, let table): self = .missing(level.rawValue, Int(table.rawValue))
    case .notCanonical: self = .notCanonical
    }
  }
}
