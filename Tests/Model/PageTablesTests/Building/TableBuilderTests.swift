import PageTables
import TestSupport
import Testing

@Suite struct TableBuilderTests {
  private let root = FrameNumber(1)

  @Test(arguments: [PagingMode.fourLevel, .fiveLevel], PageSize.allCases)
  func whatIsMappedIsFound(mode: PagingMode, size: PageSize) throws {
    try withSeeds(30) { random in
      var builder = TableBuilder(mode: mode, firstFrame: FrameNumber(100))
      let cr4: UInt64 = mode == .fiveLevel ? 0x1020 : 0x20
      let controls = Controls(cr0: 0, cr3: CR3(root.address.rawValue), cr4: cr4)
      var expected: [(VirtualAddress, PhysicalAddress, UInt64)] = []
      for _ in 0..<8 {
        let address = mode.canonical(random.next() & ~(size.bytes - 1))
        let physical = PhysicalAddress(random.next() & 0x000f_ffff_ffff_ffff & ~(size.bytes - 1))
        let flags = UInt64(random.number(0...3)) << 1 | (random.oneIn(2) ? 1 << 63 : 0)
        try builder.map(address, to: physical, size: size, flags: Entry(flags), under: root)
        expected.removeAll { $0.0 == address }
        expected.append((address, physical, flags))
      }
      let walker = Walker(memory: builder.memory, controls: controls)
      for (address, physical, flags) in expected {
        let offset = random.next() % size.bytes
        let walk = walker.walk(VirtualAddress(address.rawValue + offset))
        #expect(walk.outcome == .mapped(physical: PhysicalAddress(physical.rawValue + offset), size: size))
        #expect(walk.pageSize == size)
        #expect(walk.rights.contains(.write) == (flags & 2 != 0))
        #expect(walk.rights.contains(.user) == (flags & 4 != 0))
        #expect(walk.rights.contains(.execute) == (flags >> 63 == 0))
        #expect(walk.count == mode.levels + 1 - size.level.rawValue)
      }
    }
  }

  @Test func tablesFollowEachOther() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(2))
    try builder.map(VirtualAddress(0), to: PhysicalAddress(0), flags: Entry(0), under: root)
    #expect(builder.nextFrame == FrameNumber(5))
    try builder.map(VirtualAddress(0x1000), to: PhysicalAddress(0), flags: Entry(0), under: root)
    #expect(builder.nextFrame == FrameNumber(5), "nothing new is needed")
    let table = builder.makeTable()
    #expect(table == FrameNumber(5))
    #expect(builder.nextFrame == FrameNumber(6))
  }

  @Test func problems() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(2))
    #expect(throws: TableBuilder.Problem.misaligned(VirtualAddress(0x1000), PhysicalAddress(0), .twoMiB)) {
      try builder.map(
        VirtualAddress(0x1000), to: PhysicalAddress(0), size: .twoMiB, flags: Entry(1), under: root)
    }
    #expect(throws: TableBuilder.Problem.misaligned(VirtualAddress(0), PhysicalAddress(0x800), .fourKiB)) {
      try builder.map(VirtualAddress(0), to: PhysicalAddress(0x800), flags: Entry(1), under: root)
    }
    #expect(throws: TableBuilder.Problem.notCanonical(VirtualAddress(0x8000_0000_0000))) {
      try builder.map(
        VirtualAddress(0x8000_0000_0000), to: PhysicalAddress(0), flags: Entry(1), under: root)
    }
    #expect(builder.memory.changedFrames.isEmpty, "a problem writes nothing")
    try builder.map(VirtualAddress(0), to: PhysicalAddress(0), size: .oneGiB, flags: Entry(1), under: root)
    #expect(throws: TableBuilder.Problem.covered(VirtualAddress(0x1000), .pdpt)) {
      try builder.map(VirtualAddress(0x1000), to: PhysicalAddress(0), flags: Entry(1), under: root)
    }
  }

  @Test func rawEntries() {
    var builder = TableBuilder(firstFrame: FrameNumber(2))
    let table = builder.makeTable()
    builder.write(Entry(0x1234), at: 511, of: table)
    #expect(builder.memory.word(at: PhysicalAddress(0x2ff8)) == 0x1234)
  }
}
