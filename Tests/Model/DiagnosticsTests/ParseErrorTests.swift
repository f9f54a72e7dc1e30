import Diagnostics
import Testing

@Suite struct ParseErrorTests {
  @Test(arguments: [
    (
      ParseError(file: "a.elf", found: "the file is empty"),
      "a.elf: the file is empty"
    ),
    (
      ParseError(file: "a.gz", found: "a gzip header", expected: "an ELF file"),
      "a.gz: a gzip header; expected an ELF file"
    ),
    (
      ParseError(
        file: "a.elf", at: .byte(0x40),
        found: "program header 3 ends at 0x9000, past the end of the file (0x8f10)"),
      "a.elf: at byte 0x40: program header 3 ends at 0x9000, past the end of the file (0x8f10)"
    ),
    (
      ParseError(file: "a.elf", at: .byte(.max), found: "class 1", expected: "class 2 (64 bit)"),
      "a.elf: at byte 0xffffffffffffffff: class 1; expected class 2 (64 bit)"
    ),
    (
      ParseError(
        file: "log.csv", at: .line(12, column: 3), found: "'zz'", expected: "a number", line: "1,zz,3"),
      """
      log.csv:12:3: error: 'zz'; expected a number
        1,zz,3
          ^
      """
    ),
    (
      ParseError(file: "log.csv", at: .line(2, column: 1), found: "'x'", line: "x"),
      """
      log.csv:2:1: error: 'x'
        x
        ^
      """
    ),
    (
      ParseError(
        file: "log.csv", at: .line(2, column: 4), found: "the end of the line", expected: "','", line: "a,b"),
      """
      log.csv:2:4: error: the end of the line; expected ','
        a,b
           ^
      """
    ),
    (
      ParseError(file: "log.csv", at: .line(2, column: 9), found: "one field", line: "a,b"),
      """
      log.csv:2:9: error: one field
        a,b
      """
    ),
    (
      ParseError(file: "log.csv", at: .line(7, column: 1), found: "no header", expected: "'step,rip,...'"),
      "log.csv:7:1: error: no header; expected 'step,rip,...'"
    ),
  ])
  func text(error: ParseError, expected: String) {
    #expect(error.description == expected)
  }

  @Test func longLinesAreCut() {
    let error = ParseError(
      file: "f", at: .line(1, column: 200), found: "x", line: String(repeating: "y", count: 300))
    #expect(error.description == "f:1:200: error: x\n  " + String(repeating: "y", count: 160))
  }

  @Test func carelessColumnsAreHarmless() {
    for column in [Int.min, -1, 0, .max] {
      let error = ParseError(file: "f", at: .line(1, column: column), found: "x", line: "abc")
      #expect(error.description == "f:1:\(column): error: x\n  abc")
    }
  }
}
