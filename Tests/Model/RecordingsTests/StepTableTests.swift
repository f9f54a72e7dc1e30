import PageTables
import Recordings
import TestSupport
import Testing

@Suite struct StepTableTests {
  @Test func anEmptyTable() {
    let table = StepTable(hasAccesses: false)
    #expect(table.count == 0)
    #expect(table.accessCount == 0)
    #expect(!table.hasAccesses)
    #expect(table.index(ofNumber: 7) == 0)
  }

  @Test func everyColumnComesBack() {
    var table = StepTable(hasAccesses: true)
    table.reserve(3)
    let site = StepTable.Site(
      rip: VirtualAddress(0xffff_ffff_8140_0080), symbol: "entry", instruction: "swapgs")
    let other = StepTable.Site(rip: VirtualAddress(0x40_0000), symbol: "", instruction: nil)
    let note = StepNote(text: "AC=1", flags: .alignmentCheck)
    #expect(table.add(site) == 0)
    #expect(table.add(other) == 1)
    #expect(table.add(CR3(0x4000)) == 0)
    #expect(table.add(note) == 0)
    let name = table.add(text: "pcpu_hot+0x10")
    let read = RecordedAccess(kind: .read, address: VirtualAddress(0x1000), size: 8, symbol: name)
    let write = RecordedAccess(kind: .write, address: VirtualAddress(0x2000), size: 4, symbol: nil)
    table.append(read)
    table.append(write)
    table.append(number: 10, site: 0, cpl: 0, cr3: 0, stackPointer: 0xfff8, note: 0)
    table.append(number: 11, site: 1, cpl: 3, cr3: 0, stackPointer: 0, note: nil)
    table.append(read)
    table.append(number: 15, site: 0, cpl: 0, cr3: 0, stackPointer: 1, note: nil)

    #expect(table.count == 3)
    #expect(table.accessCount == 3)
    #expect((0..<3).map { table.number(at: $0) } == [10, 11, 15])
    #expect((0..<3).map { table.site(at: $0) } == [site, other, site])
    #expect((0..<3).map { table.siteIndex(at: $0) } == [0, 1, 0])
    #expect((0..<3).map { table.cpl(at: $0) } == [0, 3, 0])
    #expect((0..<3).map { table.cr3(at: $0) } == [CR3(0x4000), CR3(0x4000), CR3(0x4000)])
    #expect((0..<3).map { table.stackPointer(at: $0).rawValue } == [0xfff8, 0, 1])
    #expect((0..<3).map { table.note(at: $0) } == [note, nil, nil])
    #expect((0..<3).map { Array(table.accesses(at: $0)) } == [[read, write], [], [read]])
    #expect(table.text(name) == "pcpu_hot+0x10")
  }

  /// A step that makes the accesses of an earlier one shares them, and those behind it are its own again.
  @Test func sharedAccesses() {
    var table = StepTable(hasAccesses: true)
    _ = table.add(StepTable.Site(rip: VirtualAddress(0x40_0000), symbol: "", instruction: nil))
    _ = table.add(CR3(0x4000))
    let accesses = (0..<3).map { number in
      RecordedAccess(kind: .read, address: VirtualAddress(0x1000 + UInt64(number)), size: 8, symbol: nil)
    }
    func add(_ number: Int, _ new: [RecordedAccess], sharing range: Range<Int>? = nil) {
      for access in new { table.append(access) }
      table.append(number: number, site: 0, cpl: 0, cr3: 0, stackPointer: 0, note: nil, sharing: range)
    }
    add(0, Array(accesses[0...1]))
    add(1, [accesses[2]])
    add(2, [], sharing: table.accessRange(at: 0))
    add(3, [accesses[0]])
    add(4, [])
    let found = (0..<5).map { Array(table.accesses(at: $0)) }
    #expect(found == [Array(accesses[0...1]), [accesses[2]], Array(accesses[0...1]), [accesses[0]], []])
    #expect(table.accessCount == 6)
  }

  /// The index of a number that is there, of one in a gap, before the first and after the last.
  @Test(arguments: [(0, 0), (10, 0), (11, 1), (12, 2), (14, 2), (15, 2), (16, 3), (Int.max, 3), (Int.min, 0)])
  func numbersWithGaps(number: Int, index: Int) {
    let steps = Self.steps(numbered: [10, 11, 15])
    #expect(steps.index(ofNumber: number) == index)
  }

  @Test func randomNumbers() {
    withSeeds(50) { random in
      var numbers: [Int] = []
      for _ in 0..<random.number(0...40) { numbers.append((numbers.last ?? 0) + random.number(1...4)) }
      let steps = Self.steps(numbered: numbers)
      for number in 0...(numbers.last ?? 0) + 2 {
        #expect(steps.index(ofNumber: number) == numbers.filter { $0 < number }.count)
      }
    }
  }

  private static func steps(numbered numbers: [Int]) -> StepTable {
    var steps = StepTable(hasAccesses: false)
    let site = steps.add(.init(rip: VirtualAddress(0), symbol: "f", instruction: nil))
    let cr3 = steps.add(CR3(0x4000))
    for number in numbers { steps.append(number: number, site: site, cpl: 0, cr3: cr3, stackPointer: 0, note: nil) }
    return steps
  }
}
