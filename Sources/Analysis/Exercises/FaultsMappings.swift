import Isolation
import PageTables

/// The mappings of a sheet, and the tables that map them: a root for each of a design's two spaces.
struct FaultsMappings {
  /// Pages with the rights that each space gives to them.
  struct Row: Hashable {
    let name: String
    let start: VirtualAddress
    let pages: Int
    let isUser: Bool
    /// What the space of user code allows; nil if it does not map them.
    let outer: Rights?
    /// What the kernel's space allows.
    let inner: Rights

    /// The last address.
    var end: VirtualAddress { VirtualAddress(start.rawValue + UInt64(pages) * 0x1000 - 1) }
  }

  /// What a mapping can be, before its place is chosen.
  private struct Sort {
    let name: String
    let base: UInt64
    let isUser: Bool
    let rights: Rights
    /// Whether it holds what the process itself may know.
    let isExposed: Bool
  }

  let design: Design
  let rows: [Row]
  let memory: SparseMemory
  /// The root of the space of user code, and of the kernel's.
  let roots: [FrameNumber]

  /// Chooses six to eight mappings and builds their tables.
  init(_ random: inout ExerciseRandom, design: Design) throws {
    self.design = design
    let needed = Self.sorts.filter { ["user text", "user data", "entry text"].contains($0.name) }
    let secret = Self.sorts.filter { !$0.isExposed }
    let others = Self.sorts.filter { sort in !(needed + secret).contains { $0.name == sort.name } }
    let chosen = needed + random.sample(2, of: secret) + random.sample(random.number(in: 1..<4), of: others)
    let sorts = Self.sorts.filter { sort in chosen.contains { $0.name == sort.name } }
    var rows: [Row] = []
    for sort in sorts {
      let start = VirtualAddress(sort.base + random.number(below: 0x100) << 12)
      rows.append(Self.row(sort, start, pages: random.number(in: 1..<5), design))
    }
    self.rows = rows
    var builder = TableBuilder(firstFrame: FrameNumber(0x1000))
    roots = [builder.makeTable(), builder.makeTable()]
    var frame: UInt64 = 0x2_0000
    for row in rows {
      for page in 0..<UInt64(row.pages) {
        let address = VirtualAddress(row.start.rawValue + page << 12)
        for (root, rights) in zip(roots, [row.outer, row.inner]) {
          guard let rights else { continue }
          try builder.map(address, to: FrameNumber(frame).address, flags: Self.flags(rights, row), under: root)
        }
        frame += 1
      }
    }
    memory = builder.memory
  }

  /// The names of the two spaces, the one of user code first.
  var spaceNames: [String] { design.spaceKinds.map { design.spaceName($0) } }

  private static func row(_ sort: Sort, _ start: VirtualAddress, pages: Int, _ design: Design) -> Row {
    let isMapped = sort.isUser || sort.isExposed && (design.runsExposed || sort.name.hasPrefix("entry"))
    // A user page that the kernel's space maps cannot be executed: Linux 6.12 arch/x86/mm/pti.c.
    let inner = sort.isUser ? sort.rights.subtracting(.execute) : sort.rights
    return Row(
      name: sort.name, start: start, pages: pages, isUser: sort.isUser, outer: isMapped ? sort.rights : nil,
      inner: inner)
  }

  private static func flags(_ rights: Rights, _ row: Row) -> Entry {
    var entry = Entry(0)
    entry[.user] = row.isUser
    entry[.writable] = rights.contains(.write)
    entry[.noExecute] = !rights.contains(.execute)
    return entry
  }

  private static let sorts = [
    Sort(name: "user text", base: 0x40_1000, isUser: true, rights: .execute, isExposed: true),
    Sort(name: "user constants", base: 0x60_0000, isUser: true, rights: [], isExposed: true),
    Sort(name: "user data", base: 0x80_0000, isUser: true, rights: .write, isExposed: true),
    Sort(name: "direct map", base: 0xffff_8880_0900_0000, isUser: false, rights: .write, isExposed: false),
    Sort(name: "page cache", base: 0xffff_8880_1280_0000, isUser: false, rights: .write, isExposed: false),
    Sort(name: "inodes", base: 0xffff_8880_2050_0000, isUser: false, rights: .write, isExposed: false),
    Sort(name: "kernel stack", base: 0xffff_c900_0010_0000, isUser: false, rights: .write, isExposed: true),
    Sort(name: "entry tables", base: 0xffff_fe00_0000_0000, isUser: false, rights: [], isExposed: true),
    Sort(name: "entry stack", base: 0xffff_fe00_0200_0000, isUser: false, rights: .write, isExposed: true),
    Sort(name: "kernel text", base: 0xffff_ffff_8100_0000, isUser: false, rights: .execute, isExposed: true),
    Sort(name: "entry text", base: 0xffff_ffff_8140_0000, isUser: false, rights: .execute, isExposed: true),
  ]
}
