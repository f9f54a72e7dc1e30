import Diagnostics
import Foundation
import Isolation
import PageTables
import Reports
import Testing

@Suite struct MapsReportTests {
  /// Two user pages, a frame that three pages reach at a constant distance, and a table that is not there.
  static func report(notices: [Notice] = [], isListed: ((Mapping, PageClass?) -> Bool)? = nil) throws -> MapsReport {
    var tables = TableBuilder(firstFrame: FrameNumber(0x10))
    let root = tables.makeTable()
    for page: UInt64 in 0..<2 {
      try tables.map(
        VirtualAddress(0x6000_0000 + page << 12), to: PhysicalAddress(0x9000 + page << 12), flags: Entry(5),
        under: root)
    }
    for page: UInt64 in [3, 19, 35] {
      try tables.map(
        VirtualAddress(0xffff_ff37_0000_0000 + page << 12), to: PhysicalAddress(0x7_a03_000),
        flags: Entry(0x8000_0000_0000_0161), under: root)
    }
    tables.write(Entry(0x55_5063), at: 300, of: root)
    let controls = Controls.linux(cr3: CR3(root.address.rawValue))
    return MapsReport(
      space: Space(name: "K", letter: .private, cr3: controls.cr3),
      mappings: Mappings(memory: tables.memory, controls: controls, peer: root), controls: controls,
      notices: notices, isListed: isListed)
  }

  @Test func json() throws {
    let report = try Self.report()
    #expect(
      ByteSink.text { report.writeJSON(to: &$0) } == """
        {"space":{"name":"K","letter":"P","cr3":"0x0000000000010000","levels":4},"tables":7,"leaves":5,
        "mappings":[
        {"start":"0x0000000060000000","end":"0x0000000060002000","physical":"0x0000000000009000","pages":2,"page_size":4096,"rights":"r-x","user":true,"global":false,"class":"U","repeat":1,"stride":0},
        {"start":"0xffffff3700003000","end":"0xffffff3700004000","physical":"0x0000000007a03000","pages":1,"page_size":4096,"rights":"r--","user":false,"global":true,"class":"E","repeat":3,"stride":65536}
        ],
        "unreadable":[
        {"table":"0x0000000000555000","level":3}
        ]}

        """)
  }

  @Test func csv() throws {
    let report = try Self.report()
    #expect(
      ByteSink.text { report.writeCSV(to: &$0) }.split(separator: "\r\n", omittingEmptySubsequences: false)
        == [
          "start,end,physical,pages,page_size,rights,user,global,class,repeat,stride",
          "0x0000000060000000,0x0000000060002000,0x0000000000009000,2,4096,r-x,true,false,U,1,0",
          "0xffffff3700003000,0xffffff3700004000,0x0000000007a03000,1,4096,r--,false,true,E,3,65536",
          "",
        ])
  }

  @Test func text() throws {
    let report = try Self.report(notices: [Notice(.note, "EFER.NXE is assumed")])
    #expect(
      ByteSink.text { report.writeText(to: &$0) } == """
        space K (P), CR3 0x0000000000010000, 4 levels
        2 mappings, 5 leaves, 7 tables, 1 unreadable
        C start            end                size rwx U G pg      physical repeat
        U 0000000060000000-0000000060002000     8K r-x U - 4K 0000000009000
        E ffffff3700003000-ffffff3700004000     4K r-- S G 4K 0000007a03000 x3 +64K
        ! PDPT 0x0000000000555000 is not in the input: what it maps is missing here
        note: EFER.NXE is assumed

        """)
  }

  @Test func listsOnlyWhatIsAskedFor() throws {
    let report = try Self.report(isListed: { mapping, _ in mapping.rights.contains(.user) })
    let lines = ByteSink.text { report.writeJSON(to: &$0) }.split(separator: "\n")
    #expect(lines.count { $0.contains("\"start\"") } == 1)
    #expect(ByteSink.text { report.writeCSV(to: &$0) }.utf8.count { $0 == 0x0a } == 2)
    #expect(ByteSink.text { report.writeText(to: &$0) }.utf8.count { $0 == 0x0a } == 5)
  }

  @Test func unknownIsNull() throws {
    // A page of an unknown class at the top of the address space, reached irregularly.
    var tables = TableBuilder(firstFrame: FrameNumber(0x10))
    let root = tables.makeTable()
    try tables.map(
      VirtualAddress(0xffff_ffff_ffff_f000), to: PhysicalAddress(0), flags: Entry(3), under: root)
    let controls = Controls.linux(cr3: CR3(root.address.rawValue))
    let report = MapsReport(
      space: Space(name: "K", letter: .private, cr3: controls.cr3),
      mappings: Mappings(memory: tables.memory, controls: controls), controls: controls)
    let json = ByteSink.text { report.writeJSON(to: &$0) }
    #expect(json.contains(#""end":"0x0000000000000000""#))
    #expect(json.contains(#""class":null"#))
    #expect(ByteSink.text { report.writeText(to: &$0) }.contains("\n? fffffffffffff000-0000000000000000"))
    #expect(ByteSink.text { report.writeCSV(to: &$0) }.contains("rwx,false,false,,1,0\r\n"))
  }

  /// The class of a row is that of its section under the scope (design, "Words"): a run of pages is cut where it changes,
  /// and a large page that is not all of one class is private.
  @Test func classesOfSections() throws {
    var tables = TableBuilder(firstFrame: FrameNumber(0x10))
    let root = tables.makeTable()
    for page: UInt64 in 0..<4 {
      try tables.map(
        VirtualAddress(0xffff_ffff_8180_0000 + page << 12), to: PhysicalAddress(0x9000 + page << 12), flags: Entry(3),
        under: root)
    }
    for page: UInt64 in 0..<2 {
      try tables.map(
        VirtualAddress(0xffff_8880_0000_0000 + page << 21), to: PhysicalAddress(page << 21), size: .twoMiB,
        flags: Entry(0x83), under: root)
    }
    let controls = Controls.linux(cr3: CR3(root.address.rawValue))
    let classes = PageClasses([
      .init(0xffff_ffff_8180_0000...0xffff_ffff_8180_0fff, name: "a", pageClass: .private),
      .init(0xffff_ffff_8180_1000...0xffff_ffff_8180_2fff, name: "b", pageClass: .exposed),
      .init(0xffff_8880_0000_0000...0xffff_8880_07ff_ffff, name: "direct map", pageClass: .private),
      .init(0xffff_8880_0020_3000...0xffff_8880_0020_3fff, name: "c", pageClass: .exposed),
    ])
    func rows(_ filter: String) throws -> [String] {
      let filter = try MappingFilter(filter)
      let report = MapsReport(
        space: Space(name: "E", letter: .exposed, cr3: controls.cr3),
        mappings: Mappings(memory: tables.memory, controls: controls), controls: controls, classes: classes,
        isListed: { filter.admits($0, $1, mode: controls.mode) })
      return ByteSink.text { report.writeCSV(to: &$0) }.split(separator: "\r\n").dropFirst().map {
        let fields = $0.split(separator: ",", omittingEmptySubsequences: false)
        return "\(fields[0].suffix(8)) \(fields[2].suffix(6)) \(fields[3]) \(fields[8])"
      }
    }
    #expect(
      try rows("") == ["00000000 000000 2 P", "81800000 009000 1 P", "81801000 00a000 2 E", "81803000 00c000 1 "])
    #expect(try rows("exposed") == ["81801000 00a000 2 E"])
    #expect(try rows("private") == ["00000000 000000 2 P", "81800000 009000 1 P"])
  }

  @Test(arguments: ["dump/core-user.elf", "nopti/getpid.start.elf"], [true, false])
  func capturesAreValidJSON(name: String, userHalf: Bool) throws {
    let core = try CoreFile(name)
    let controls = core.controls(userHalf: userHalf)
    let user = core.controls(userHalf: true).cr3.root
    let mappings = Mappings(memory: core, controls: controls, peer: user)
    let report = MapsReport(
      space: Space(name: "\"\u{1}", letter: .private, cr3: controls.cr3), mappings: mappings,
      controls: controls, notices: [Notice(.error, "tab\there")])
    let bytes = ByteSink.collect { report.writeJSON(to: &$0) }
    let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect((object["mappings"] as? [Any])?.count == mappings.count)
    #expect((object["space"] as? [String: Any])?["name"] as? String == "\"\u{1}")
    if name == "dump/core-user.elf" {
      #expect(object["tables"] as? Int == (userHalf ? 18 : 95))
      #expect(object["leaves"] as? Int == (userHalf ? 65_578 : 68_413))
    }
    let text = ByteSink.text { report.writeText(to: &$0) }
    #expect(text.split(separator: "\n").dropFirst(2).dropLast().allSatisfy { $0.utf8.count <= 80 })
  }
}
