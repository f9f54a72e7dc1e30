import Foundation
import TestSupport
import Testing

/// The sources of samples/sections: they build, and what each shows is in its object.
@Suite(.enabled(if: BuildTools.areThere, "needs make, gcc and objdump"))
struct SectionSamplesTests {
  private static var sources: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: sample("sections"))
        .filter { $0.hasSuffix(".c") || $0.hasSuffix(".S") }.sorted()
    }
  }

  /// The relocations of a section of an object.
  private static func relocations(_ object: String, _ section: String) throws -> [Substring] {
    let result = try Program.shell("objdump -r -j '\(section)' \(object)", in: try BuiltSections.folder)
    try #require(result.status == 0, "\(result.complaints)")
    return result.output.split(separator: "\n").filter { $0.contains(" R_X86_64_") }
  }

  /// Which reference makes the finding, and which one does not.
  @Test(
    arguments: [
      ("call.o", ".text..exposed", "R_X86_64_PLT32", "call_private_work"),
      ("call.o", ".text..exposed", "R_X86_64_PLT32", "call_exposed_work"),
      ("data.o", ".text..exposed", "R_X86_64_PC32", "data_private_count"),
      ("data.o", ".text..exposed", "R_X86_64_PC32", "data_exposed_count"),
      ("addr.o", ".text..exposed", "R_X86_64_32S", "addr_private_queue"),
      ("addr.o", ".text..exposed", "R_X86_64_32S", "addr_exposed_queue"),
      ("indirect.o", ".text..exposed", "R_X86_64_PC32", "indirect_operation"),
      ("indirect.o", ".text..exposed", "R_X86_64_PLT32", "indirect_default"),
      ("ptr.o", ".data..exposed", "R_X86_64_64", "ptr_private_value"),
      ("ptr.o", ".data..exposed", "R_X86_64_64", "ptr_exposed_value"),
      ("undef.o", ".text..exposed", "R_X86_64_PC32", "undef_elsewhere"),
      ("undef.o", ".text..exposed", "R_X86_64_PC32", "jiffies"),
      ("percpu.o", ".text..exposed", "R_X86_64_PC32", "percpu_private_count"),
      ("alternative.o", ".altinstr_replacement", "R_X86_64_PC32", "alternative_private_mode"),
      ("jumplabel.o", "__jump_table", "R_X86_64_PC32", "jumplabel_private_work"),
      ("cold.o", ".text..exposed", "R_X86_64_PLT32", "bad_cold.cold"),
      ("gate.o", ".text..exposed", "R_X86_64_PLT32", "gate_read_count"),
      ("allowed.o", ".text..exposed", "R_X86_64_PC32", "allowed_setting"),
      ("annotated.o", ".text..exposed", "R_X86_64_PC32", "annotated_private_count"),
    ] as [(String, String, String, String)])
  func reference(object: String, section: String, kind: String, symbol: String) throws {
    let found = try Self.relocations(object, section)
    #expect(found.count { $0.contains(" \(kind) ") && $0.contains(" \(symbol)") } == 1, "\(found)")
  }

  /// The labels of markers are distances: one reference stands between them, and one behind.
  @Test func markers() throws {
    let places = { (lines: [Substring]) in lines.compactMap { $0.split(separator: " ").last.map(String.init) } }
    let text = ".text..exposed"
    #expect(
      places(try Self.relocations("suppressed.o", ".discard.private_begin")) == [text, text + "+0x0000000000000007"])
    #expect(
      places(try Self.relocations("suppressed.o", ".discard.private_end"))
        == [text + "+0x0000000000000006", text + "+0x000000000000000d"])
    let begin = try Self.relocations("annotated.o", ".discard.private_begin")
    let end = try Self.relocations("annotated.o", ".discard.private_end")
    #expect(begin.count == 1 && end.count == 1 && places(begin) != places(end))
  }

  @Test func allInOne() throws {
    let scratch = try Scratch()
    let result = try Program.shell(
      "make -s -C '\(sample("sections"))' OUT='\(scratch.path)/new' && ls '\(scratch.path)/new'")
    #expect(result.status == 0 && result.complaints.isEmpty, "\(result.complaints)")
    let objects = try Self.sources.map { $0.prefix { $0 != "." } + ".o" } + ["sections.o"]
    #expect(result.output.split(separator: "\n").sorted() == objects.map { $0[...] }.sorted())
  }

  /// The README has a row for each source.
  @Test func documentation() throws {
    let text = try String(contentsOfFile: sample("sections/README.md"), encoding: .utf8)
    let rows = text.split(separator: "\n").filter {
      $0.hasPrefix("| `") && ($0.contains(".c` |") || $0.contains(".S` |"))
    }
    #expect(rows.map { String($0.split(separator: "`")[1]) }.sorted() == (try Self.sources))
  }

  /// The findings that the README shows are all that the program prints for the objects. To renew them, paste what the
  /// failure prints.
  @Test func findingsInTheDocumentation() throws {
    let text = try String(contentsOfFile: sample("sections/README.md"), encoding: .utf8)
    let parts = text.split(separator: "<!-- findings -->\n```\n")
    try #require(parts.count == 2, "no findings after <!-- findings -->")
    let shown = parts[1].split(separator: "```\n").first.map(String.init) ?? ""
    let objects = try Self.sources.map { $0.prefix { $0 != "." } + ".o" }.joined(separator: " ")
    let result = try Program.shell(
      "for o in \(objects); do \"$P\" check $o | grep ': '; done", in: try BuiltSections.folder)
    let printed = result.output.replacing(/(?m)^not counted: .*\n/, with: "")
    #expect(shown == printed, "\(printed)")
  }
}
