import Foundation
import Isolation
import PageTables
import Reports
import Testing

@Suite struct WalkReportTests {
  /// A user page below an XD root entry.
  static func report(
    _ address: UInt64, _ access: Access, mode: PagingMode = .fourLevel, leaks: [String] = []
  ) throws -> WalkReport {
    var tables = TableBuilder(mode: mode, firstFrame: FrameNumber(0x10))
    let root = tables.makeTable()
    try tables.map(
      VirtualAddress(0x1000), to: PhysicalAddress(0xabc_d000), flags: Entry(0x65), under: root)
    try tables.map(
      VirtualAddress(0x4000_0000), to: PhysicalAddress(0x8000_0000), size: .oneGiB, flags: Entry(0x161),
      under: root)
    tables.write(Entry(0x55_5063), at: 256, of: root)
    tables.write(Entry(0x55_5083), at: 257, of: root)
    let first = try #require(tables.memory.word(at: root.wordAddress(0)))
    tables.write(Entry(first | 1 << 63), at: 0, of: root)
    var controls = Controls.linux(cr3: CR3(root.address.rawValue))
    if mode == .fiveLevel { controls.cr4 |= 1 << 12 }
    let walk = Walker(memory: tables.memory, controls: controls).walk(VirtualAddress(address))
    return WalkReport(
      space: Space(name: "U", letter: .user, cr3: controls.cr3), walk: walk, access: access,
      controls: controls, leaks: leaks)
  }

  @Test func textOfADeniedFetch() throws {
    let report = try Self.report(0x1234, Access(.fetch, cpl: 3))
    #expect(
      ByteSink.text { report.writeText(to: &$0) } == """
        0x0000000000001234 in space U, CR3 0x0000000000010000
        PML4[0]    0x0000000000010000  0x8000000000011007  P RW US XD    rw- U  -> PDPT 0x11000
        PDPT[0]    0x0000000000011000  0x0000000000012007  P RW US       rw- U  -> PD 0x12000
        PD[0]      0x0000000000012000  0x0000000000013007  P RW US       rw- U  -> PT 0x13000
        PT[1]      0x0000000000013008  0x000000000abcd065  P US A D      r-- U  -> 4K page 0xabcd000
        mapped     0x000000000abcd234 in a 4K page, r--, user
        FAULT  #PF 0x15 (protection, user, fetch): denied at level 4: PML4[0] has XD=1

        """)
  }

  @Test func textOfWhatIsNotMapped() throws {
    func lines(_ address: UInt64) throws -> [Substring] {
      let report = try Self.report(address, Access(.read, cpl: 0), leaks: ["task A", "keys"])
      return Array(ByteSink.text { report.writeText(to: &$0) }.split(separator: "\n").dropFirst())
    }
    #expect(
      try lines(0x8000_0000_0000 - 0x1000) == [
        "PML4[255]  0x00000000000107f8  0x0000000000000000  -                    -> not present",
        "unmapped   PML4[255] is not present",
        "FAULT  #PF 0x0 (not present, supervisor, read): denied at level 4: PML4[255] has P=0",
        "LEAK   task A, keys",
      ])
    #expect(
      try lines(0xffff_8000_0000_0000).dropLast() == [
        "PML4[256]  0x0000000000010800  0x0000000000555063  P RW A D      rwx S  -> PDPT 0x555000",
        "PDPT[0]    ! the input does not hold the table at 0x0000000000555000",
        "UNKNOWN supervisor read: the input does not hold the PDPT (level 3)",
      ])
    #expect(
      try lines(0xffff_8080_0000_0000).prefix(2) == [
        "PML4[257]  0x0000000000010808  0x0000000000555083  P RW PS              -> reserved bits 0x80",
        "malformed  PML4[257] has reserved bits set",
      ])
    #expect(
      try lines(1 << 48).dropLast() == [
        "unmapped   no walk: the address is not canonical",
        "FAULT  #GP (supervisor read): the address is not canonical: bits 63 to 47 differ",
      ])
  }

  @Test func jsonOfA1GiBPageWithFiveLevels() throws {
    let report = try Self.report(0x4000_0123, Access(.read, cpl: 0), mode: .fiveLevel, leaks: ["a\"b"])
    #expect(
      ByteSink.text { report.writeJSON(to: &$0) } == """
        {"address":"0x0000000040000123","space":"U","entries":[
        {"level":5,"index":0,"entry_address":"0x0000000000010000","value":"0x8000000000011007","flags":["P","RW","US","XD"]},
        {"level":4,"index":0,"entry_address":"0x0000000000011000","value":"0x0000000000012007","flags":["P","RW","US"]},
        {"level":3,"index":1,"entry_address":"0x0000000000012008","value":"0x00000000800001e1","flags":["P","A","D","PS","G"]}
        ],
        "outcome":"mapped","physical":"0x0000000080000123","page_size":1073741824,"rights":"r--","user":false,
        "denied_by":null,"error_code":null,"verdict":"ok",
        "reason":"supervisor read: allowed by every level; 1G page, r--, supervisor","leaks":["a\\"b"]}

        """)
  }

  struct Answer: CustomTestStringConvertible {
    let address: UInt64
    let access: Access
    let outcome: String?
    let verdict: String?
    let deniedBy: Int?
    let code: Int?
    var testDescription: String { String(address, radix: 16) }
  }

  @Test(arguments: [
    Answer(
      address: 0x1000, access: Access(.fetch, cpl: 3), outcome: "mapped", verdict: "fault", deniedBy: 4,
      code: 0x15),
    Answer(
      address: 0x1000, access: Access(.write, cpl: 3), outcome: "mapped", verdict: "fault", deniedBy: 1,
      code: 7),
    Answer(
      address: 0x1000, access: Access(.read, cpl: 0), outcome: "mapped", verdict: "fault", deniedBy: nil,
      code: 1),
    Answer(
      address: 0x1000, access: Access(.read, cpl: 3), outcome: "mapped", verdict: "ok", deniedBy: nil,
      code: nil),
    Answer(
      address: 0x2000, access: Access(.read, cpl: 3), outcome: "fault", verdict: "fault", deniedBy: 1, code: 4
    ),
    Answer(
      address: 0xffff_8080_0000_0000, access: Access(.read, cpl: 3), outcome: "fault", verdict: "fault",
      deniedBy: 4, code: 0xd),
    Answer(
      address: 0xffff_8000_0000_0000, access: Access(.read, cpl: 0), outcome: nil, verdict: nil,
      deniedBy: nil,
      code: nil),
    Answer(
      address: 1 << 60, access: Access(.read, cpl: 0), outcome: "fault", verdict: "fault", deniedBy: nil,
      code: nil),
  ])
  func jsonAnswers(_ item: Answer) throws {
    let report = try Self.report(item.address, item.access)
    let bytes = ByteSink.collect { report.writeJSON(to: &$0) }
    let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect(object["outcome"] as? String == item.outcome)
    #expect(object["verdict"] as? String == item.verdict)
    #expect(object["denied_by"] as? Int == item.deniedBy)
    #expect(object["error_code"] as? Int == item.code)
    let reason = try #require(object["reason"] as? String)
    #expect(reason == report.sentence.reason)
    #expect(report.sentence.full == report.sentence.verdict + (item.verdict == "fault" ? "  " : " ") + reason)
    #expect((object["physical"] is NSNull) == (item.outcome != "mapped"))
    #expect((object["rights"] is NSNull) == (item.outcome != "mapped"))
  }
}
