import Isolation
import PageTables
import Testing

@Suite struct MappingFilterTests {
  /// 2 MiB of read-only, executable, exposed, global entry text.
  private static let entryText = MappingFilter.Subject(
    rights: [.execute], pageClass: .exposed, isGlobal: true, pageSize: .twoMiB,
    addresses: 0xffff_ffff_8140_0000...0xffff_ffff_815f_ffff, physical: 0x140_0000...0x15f_ffff,
    size: 0x20_0000, names: ["kernel image", "entry text"])
  /// 8 KiB of a user's data.
  private static let userData = MappingFilter.Subject(
    rights: [.write, .user], pageClass: .user, isGlobal: false, pageSize: .fourKiB,
    addresses: 0x6000_3000...0x6000_4fff, physical: nil, size: 0x2000, names: ["user"])
  /// 1 GiB of private direct map.
  private static let directMap = MappingFilter.Subject(
    rights: [.write], pageClass: .private, isGlobal: false, pageSize: .oneGiB,
    addresses: 0xffff_8880_0000_0000...0xffff_8880_3fff_ffff, physical: 0...0x3fff_ffff, size: 1 << 30,
    names: ["direct map"])

  /// Which of the three a filter admits: "t" entry text, "u" user data, "d" direct map.
  private static func admitted(_ text: String) throws -> String {
    let filter = try MappingFilter(text)
    return [("t", entryText), ("u", userData), ("d", directMap)].filter { filter.admits($0.1) }.map(\.0)
      .joined()
  }

  /// Every repeat of a mapping counts, by its address and by its region; at uneven distances it may be anywhere.
  @Test(arguments: [[273], [272, 273], [273, 402], [272, 402], [256, 273, 290]] as [[UInt64]])
  func repeats(slots: [UInt64]) throws {
    var memory = SparseMemory()
    for slot in slots { memory.write(0x2003, at: PhysicalAddress(0x1000 + slot * 8)) }
    for (address, value) in [(0x2000, 0x3003), (0x3000, 0x4003), (0x4008, 0x7003)] as [(UInt64, UInt64)] {
      memory.write(value, at: PhysicalAddress(address))
    }
    let mapping = try #require(Mappings(memory: memory, controls: .linux(cr3: CR3(0x1000))).first)
    #expect(mapping.repeatCount == UInt64(slots.count))
    func admits(_ text: String) throws -> Bool {
      try MappingFilter(text).admits(mapping, nil, mode: .fourLevel)
    }
    for slot in UInt64(256)..<512 {
      let start = 0xffff_0000_0000_0000 | slot << 39
      #expect(try admits("0x" + String(start + 0x1000, radix: 16)) == slots.contains(slot), "\(slot)")
      #expect(try !admits("0x" + String(start + 0x2000, radix: 16)), "\(slot)")
    }
    let regions = Set(slots.map { Region(of: VirtualAddress(0xffff_0000_0000_0000 | $0 << 39), mode: .fourLevel) })
    for region in Region.allCases where region != .unused {
      #expect(try admits("\"\(region.rawValue)\"") == regions.contains(region), "\(region)")
    }
  }

  @Test(arguments: [
    ("", "tud"), ("   ", "tud"), ("r", "tud"), ("w", "ud"), ("x", "t"), ("user", "u"), ("U", "u"),
    ("supervisor", "td"), ("exposed", "t"), ("E", "t"), ("private", "d"), ("P", "d"), ("global", "t"),
  ])
  func words(text: String, admitted: String) throws {
    #expect(try Self.admitted(text) == admitted)
  }

  @Test(arguments: [
    ("4K", "u"), ("2M", "t"), ("1G", "d"), ("size>=2M", "td"), ("size>2M", "d"), ("size<=2M", "tu"),
    ("size<2M", "u"), ("size=2M", "t"), ("size=8K", "u"), ("size=8192", "u"), ("size=0x2000", "u"),
    ("size=1024M", "d"), ("size>=1T", ""), ("size>=0", "tud"),
  ])
  func sizes(text: String, admitted: String) throws {
    #expect(try Self.admitted(text) == admitted)
  }

  @Test(arguments: [
    ("0xffffffff81400000", "t"), ("0xffffffff815fffff", "t"), ("0xffffffff81600000", ""), ("0x60004fff", "u"),
    ("phys:0x1400000", "td"), ("phys:0x15fffff", "td"), ("phys:0x1600000", "d"), ("phys:0", "d"),
    ("phys:1073741824", ""), ("\"direct map\"", "d"), ("direct", "d"), ("map", "d"), ("image", "t"),
    ("\"entry text\"", "t"), ("vmalloc", ""), ("\"\"", "tud"),
  ])
  func places(text: String, admitted: String) throws {
    #expect(try Self.admitted(text) == admitted)
  }

  /// `&` binds closer than `|`, a blank is an `&`, `!` closest of all.
  @Test(arguments: [
    ("w&user", "u"), ("w user", "u"), ("w & user", "u"), ("x|user", "tu"), ("x | user", "tu"),
    ("!user", "td"),
    ("! user", "td"), ("!!user", "u"), ("x|w&user", "tu"), ("w&user|x", "tu"), ("w&(user|x)", "u"),
    ("(x|w)&!user", "td"), ("!(x|user)", "d"), ("!x|user", "ud"), ("!x user", "u"), ("((w))", "ud"),
    ("w x", ""), ("w(user)", "u"), ("w!user", "d"), (" ( w ) ", "ud"), ("exposed|private|user", "tud"),
    ("2M|4K x", "t"),
  ])
  func operators(text: String, admitted: String) throws {
    #expect(try Self.admitted(text) == admitted)
  }

  private static let valid =
    "r, w, x, user, supervisor, exposed, private, global, U, E, P, 4K, 2M, 1G, size>=N, phys:0xN, 0xADDRESS, a region"

  @Test(arguments: [
    ("secret", "filter: 'secret' is none of \(valid)"), ("4k", "filter: '4k' is none of \(valid)"),
    ("size~2M", "filter: 'size~2M' is none of \(valid)"), ("size", "filter: 'size' is none of \(valid)"),
    ("size>=", "filter: '' is not a number"), ("size>=2X", "filter: '2X' is not a number"),
    ("size>=M", "filter: 'M' is not a number"), ("size>=16777216T", "filter: '16777216T' is not a number"),
    ("size=-1", "filter: '-1' is not a number"), ("phys:", "filter: '' is not a number"),
    ("phys:0xg", "filter: '0xg' is not a number"), ("0x", "filter: '0x' is not a number"),
    ("0x1ffffffffffffffff", "filter: '0x1ffffffffffffffff' is not a number"),
    ("w&", "filter: found the end; expected a term"),
    ("|w", "filter: found '|' at column 1; expected a term"),
    ("w||x", "filter: found '|' at column 3; expected a term"),
    ("!", "filter: found the end; expected a term"),
    ("(w", "filter: found the end; expected ')'"), ("w)", "filter: found ')' at column 2; expected the end"),
    ("()", "filter: found ')' at column 2; expected a term"),
    ("\"direct", "filter: found the end; expected '\"'"),
  ])
  func errors(text: String, description: String) throws {
    let error = try #require(throws: MappingFilter.Problem.self) { try MappingFilter(text) }
    #expect(error.description == description)
  }

  /// Deep nesting is refused before it can exhaust the stack.
  @Test(arguments: ["(", "!"])
  func nesting(opening: String) throws {
    func text(_ depth: Int) -> String {
      String(repeating: opening, count: depth) + "w"
        + String(repeating: opening == "(" ? ")" : "", count: depth)
    }
    #expect(try Self.admitted(text(62)) == "ud")
    for depth in [63, 64, 100, 100_000] {
      let error = try #require(throws: MappingFilter.Problem.self) { try MappingFilter(text(depth)) }
      #expect(error.description == "filter: nested more than 64 deep")
    }
  }

  /// Each mapping is held against each term: there are 64 at most.
  @Test(arguments: [" ", "|", "&"]) func manyTerms(join: String) throws {
    func text(_ count: Int) -> String { Array(repeating: "w", count: count).joined(separator: join) }
    #expect(try Self.admitted(text(64)) == "ud")
    for count in [65, 100_000] {
      let error = try #require(throws: MappingFilter.Problem.self) { try MappingFilter(text(count)) }
      #expect(error.description == "filter: more than 64 terms")
    }
  }

  /// A mapping is matched by its own rights, its first repeat and its region.
  @Test func mappings() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(0x10))
    try builder.map(
      VirtualAddress(0xffff_8880_0020_0000), to: PhysicalAddress(0x20_0000), size: .twoMiB,
      flags: Entry(Entry.Bit.noExecute.mask | 0x103), under: FrameNumber(1))
    builder.write(Entry(0), at: 0, of: FrameNumber(2))
    let controls = Controls.linux(cr3: CR3(0x1000))
    let mapping = try #require(
      Array(Mappings(memory: builder.memory, controls: controls, peer: FrameNumber(2))).first)
    for text in [
      "w", "!x", "supervisor", "private", "global", "2M", "size=2M", "0xffff8880003fffff", "phys:0x3fffff",
      "direct",
    ] {
      #expect(try MappingFilter(text).admits(mapping, mapping.pageClass, mode: .fourLevel), "\(text)")
    }
    for text in ["x", "user", "exposed", "4K", "0xffff888000400000", "phys:0x400000", "vmalloc"] {
      #expect(try !MappingFilter(text).admits(mapping, mapping.pageClass, mode: .fourLevel), "\(text)")
    }
  }
}
