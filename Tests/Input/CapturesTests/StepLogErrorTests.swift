import Bytes
import Captures
import Diagnostics
import Recordings
import Testing

/// The exact words for malformed step logs.
struct StepLogErrorTests {
  static let header = "step,rip,symbol,cpl,cr3,rsp,insn,accesses,note\n"
  static let good = "0,0x1000,main,3,0x2000,0x3000,nop,R:0x10:8:x,\n"

  static let cases: [(String, String)] = [
    (
      "1,0x1000,main,3,0x2000,0x3000,nop,,\n1,0x1000,main,3,0x2000,0x3000,nop,,\n",
      "t.csv:3:1: error: step \"1\"; expected a number above 1\n  1,0x1000,main,3,0x2000,0x3000,nop,,\n  ^"
    ),
    (
      "x,0x1000,main,3,0x2000,0x3000,nop,,\n",
      "t.csv:2:1: error: step \"x\"; expected a number\n  x,0x1000,main,3,0x2000,0x3000,nop,,\n  ^"
    ),
    (
      "0,1000,main,3,0x2000,0x3000,nop,,\n",
      "t.csv:2:3: error: RIP \"1000\"; expected 0x and up to 16 hexadecimal digits\n"
        + "  0,1000,main,3,0x2000,0x3000,nop,,\n    ^"
    ),
    (
      "0,0x11112222333344445,main,3,0x2000,0x3000,nop,,\n",
      "t.csv:2:3: error: RIP \"0x11112222333344445\"; expected 0x and up to 16 hexadecimal digits\n"
        + "  0,0x11112222333344445,main,3,0x2000,0x3000,nop,,\n    ^"
    ),
    (
      "0,0x1000,main,4,0x2000,0x3000,nop,,\n",
      "t.csv:2:15: error: CPL \"4\"; expected 0, 1, 2 or 3\n  0,0x1000,main,4,0x2000,0x3000,nop,,\n"
        + "                ^"
    ),
    (
      "0,0x1000,\u{1b}[2J,3,zz,0x3000,nop,,\n",
      "t.csv:2:17: error: CR3 \"zz\"; expected 0x and up to 16 hexadecimal digits\n"
        + "  0,0x1000,\u{fffd}[2J,3,zz,0x3000,nop,,\n                  ^"
    ),
    (
      "0,0x1000,main,3,0x2000\n",
      "t.csv:2:1: error: 5 fields; expected 9, as in the header\n  0,0x1000,main,3,0x2000\n  ^"
    ),
    (
      "0,0x1000,main,3,0x2000,0x3000,nop,,,\n",
      "t.csv:2:37: error: more than 9 fields; expected a row with at most so many\n"
        + "  0,0x1000,main,3,0x2000,0x3000,nop,,,\n                                      ^"
    ),
    (
      "0,0x1000,\"main,3,0x2000\n",
      "t.csv:2:10: error: a quote that is not closed; expected \" before the end of the line\n"
        + "  0,0x1000,\"main,3,0x2000\n           ^"
    ),
    (
      "0,0x1000,\"a\"b,3,0x2000,,,,\n",
      "t.csv:2:13: error: text after a closing quote; expected a comma or the end of the line\n"
        + "  0,0x1000,\"a\"b,3,0x2000,,,,\n              ^"
    ),
  ]

  static let accesses = [
    "X:0x10:8", "R:10:8", "R:0x10", "R:0x10:0", "R:0x10:65537", "R:0xffffffffffffffff:2", "R", "W::",
    // Joined with a blank.
    "R:0x10:8:a W:0x20:8", "W:0x10:8: R:0x20:8:b",
  ]

  private static func read(_ text: String) -> String? {
    Samples.error { () throws(ParseError) in
      _ = try StepLogReader.read(FileBytes(name: "t.csv", Array(text.utf8)))
    }
  }

  @Test(arguments: cases) func malformedRows(rows: String, expected: String) {
    #expect(Self.read(Self.header + rows) == expected)
  }

  @Test(arguments: accesses) func malformedAccesses(access: String) {
    let row = "0,0x1000,main,3,0x2000,0x3000,nop,R:0x8:8;\(access),"
    let expected =
      "t.csv:2:43: error: access \"\(access)\"; expected R or W, :0x and an address, : and a size from 1 to 65536, "
      + "and perhaps : and a symbol; ';' between two of them\n  \(row)\n  " + String(repeating: " ", count: 42) + "^"
    #expect(Self.read(Self.header + row + "\n") == expected)
  }

  @Test(arguments: [
    ("", "t.csv: has no lines; expected the columns step,rip,symbol,cpl,cr3"),
    (
      "step,rip,symbol,cpl\n0,0x0,,0\n",
      "t.csv:1:1: error: no column \"cr3\"; expected the columns step,rip,symbol,cpl,cr3\n  step,rip,symbol,cpl\n  ^"
    ),
    (
      "step,rip,rip,symbol,cpl,cr3\n",
      "t.csv:1:10: error: a second column \"rip\"; expected each once\n  step,rip,rip,symbol,cpl,cr3\n           ^"
    ),
    (header, "t.csv: has a header and no whole row; expected one row a step"),
    (header + "0,0x1", "t.csv: has a header and no whole row; expected one row a step"),
  ])
  func malformedFiles(text: String, expected: String) {
    #expect(Self.read(text) == expected)
  }

  @Test(arguments: [
    ("1,0x10", "2 fields"),
    ("1,0x1000,\"main", "a quote that is not closed"),
    ("1,0x1000,main,3,0x2000,0x3000,nop,R:0x", "8 fields"),
    ("1,0x1000,main,3,0x2000,0x3000,nop,R:0x,", "access \"R:0x\""),
  ])
  func aTornLastLineIsDroppedAndSaid(last: String, found: String) throws {
    let text = Self.header + Self.good + last
    let (steps, notices) = try StepLogReader.read(FileBytes(name: "t.csv", Array(text.utf8)))
    #expect(steps.count == 1)
    #expect(steps.accessCount == 1)
    #expect(notices.map(\.severity) == [.error])
    #expect(notices.map(\.message) == ["line 3 is cut off by the end of the file and dropped: \(found)"])
  }
}
