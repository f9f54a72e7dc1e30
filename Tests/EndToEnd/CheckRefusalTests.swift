import Foundation
import TestSupport
import Testing

/// What `check` refuses: exit status 2, and one exact message.
struct CheckRefusalTests {
  private static let accepted = "an object file (.o, vmlinux.o), an archive of them (.a) or a scenario (YAML)"
  private static let gate = "'\(sample("scenarios/missing-gate.yaml"))'"
  private static let columns = "6 with tabs between them: rule, from, its section, to, its section, how many"

  /// A folder with files of all kinds.
  private static let folder = Result<Scratch, any Error> {
    let scratch = try Scratch()
    func write(_ bytes: [UInt8], _ name: String) throws {
      try Data(bytes).write(to: URL(fileURLWithPath: "\(scratch.path)/\(name)"))
    }
    var object = ObjectWriter()
    let text = object.addSection(".text..exposed", [.allocated, .execute], [0xc3])
    object.addSymbol("foo", .function, in: text, size: 1, isGlobal: true)
    var image = object.image()
    try write(image.bytes, "a.o")
    try write(Array(image.bytes.prefix(300)), "short.o")
    image.set(18, 2, to: 3)
    try write(image.bytes, "i386.o")
    try write(ObjectWriter(.executable).bytes(), "linked")
    try write([], "empty")
    try write(Array("hello\nworld\n".utf8), "notes.txt")
    try write([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 0, 0, 0, 0, 0], "a.o.xz")
    try write(Array("!<arch>\n".utf8), "none.a")
    try write(Array("text: secret\n".utf8), "bad.yaml")
    try FileManager.default.createDirectory(atPath: scratch.path + "/folder", withIntermediateDirectories: true)
    return scratch
  }

  private func refuse(_ arguments: String, _ message: String) throws {
    try expectRefusal(arguments, message, in: try Self.folder.get().path)
  }

  @Test(
    arguments: [
      ("notes.txt", "notes.txt: is of no known kind; expected \(accepted)"),
      ("empty", "empty: is empty; expected \(accepted)"),
      ("a.o empty", "empty: is empty; expected \(accepted)"),
      ("- < /dev/null", "standard input: is empty; expected \(accepted)"),
      ("folder", "folder: is a directory; expected a file"),
      ("nothing.o", "nothing.o: no such file"),
      ("a.o.xz", "a.o.xz is xz-compressed; run 'xz -dk a.o.xz'"),
      ("a.o a.o.xz", "a.o.xz is xz-compressed; run 'xz -dk a.o.xz'"),
      ("i386.o", "i386.o: at byte 0x12: machine 3; expected 62 (x86-64)"),
      ("none.a", "none.a: is an archive without members; expected object files in it"),
      (
        "linked",
        "linked: is an executable; expected an object file (.o, vmlinux.o): the final link merged its sections; link "
          + "with --emit-relocs to have it read"
      ),
      (
        "a.o notes.txt",
        "notes.txt: at byte 0x0: no ELF magic number; expected an object file (.o, vmlinux.o) or an archive of them (.a)"
      ),
    ])
  func inputs(arguments: String, message: String) throws {
    try refuse("check \(arguments)", message)
  }

  @Test func truncated() throws {
    let result = try Program.run("check", "short.o", in: try Self.folder.get().path)
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(
      result.complaints.hasPrefix("cr3scope: short.o: at byte 0x3c: 5 section headers; expected at most 1, which "))
    #expect(result.complaints.hasSuffix("end inside the file (0x12c)\n"))
  }

  @Test func recordings() throws {
    let core = sample("captures/dump/core-user.elf")
    try refuse(
      "check '\(core)'",
      "\(core): check needs object files or a scenario; this is a recording, which has no sections")
    try refuse("check a.o '\(core)'", "\(core): is a core dump; expected an object file (.o, vmlinux.o)")
  }

  @Test(
    arguments: [
      ("--policy none", "none: no such file"),
      ("--policy folder", "folder: is a directory; expected a file"),
      ("--policy empty", "empty: is empty; expected a policy (YAML), as --print-policy prints it"),
      (
        "--policy bad.yaml",
        "bad.yaml:1:7: error: 'secret' for text; expected public, split\n  text: secret\n        ^"
      ),
      ("--baseline none", "none: no such file"),
      ("--baseline folder", "folder: is a directory; expected a file"),
      ("--baseline empty", "empty: is empty; expected a baseline, as --write-baseline makes it"),
      ("--baseline notes.txt", "notes.txt:1:1: error: 1 column; expected \(columns)\n  hello\n  ^"),
      ("--write-baseline folder", "folder: Is a directory"),
      ("--write-baseline none/known.txt", "none/known.txt: No such file or directory"),
      ("--symbols none", "none: no such file"),
      ("--symbols empty", "empty: is empty; expected System.map or the output of nm"),
      ("--symbols a.o", "a.o: is an ELF file; expected System.map or the output of nm"),
      ("--format yaml", "--format yaml is for --closure and --entries"),
      ("--set smt=off", "--set is not for object files; a.o is one"),
      ("--scope pti", "--scope is not for object files; a.o is one"),
      ("--recording", "--recording is not for object files; a.o is one"),
      ("--cr3 0x1000", "--cr3 is not for object files; a.o is one"),
      ("--core core.elf", "--core is not for object files; a.o is one"),
      ("--physical-bits 46", "--physical-bits is not for object files; a.o is one"),
    ])
  func optionsOfObjects(options: String, message: String) throws {
    try refuse("check a.o \(options)", message)
  }

  @Test(
    arguments: [
      ("--closure", "Missing value for '--closure <SYMBOL>'"),
      (
        "--severity bad",
        "The value 'bad' is invalid for '--severity <LEAST>'. Please provide one of 'note', 'warning' or 'error'."
      ),
      ("--severity", "Missing value for '--severity <LEAST>'"),
      (
        "--format xml",
        "The value 'xml' is invalid for '--format <format>'. Please provide one of 'text', 'json', 'sarif' or 'yaml'."
      ),
      ("--baselin x", "Unknown option '--baselin'. Did you mean '--baseline'?"),
      ("--against log.csv", "--against needs --closure, which says what to compare"),
      ("--entries --closure foo", "--entries and --closure both say which entries"),
    ])
  func mistypedOptions(options: String, message: String) throws {
    let result = try Program.shell("\"$P\" check a.o \(options)", in: try Self.folder.get().path)
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.complaints.split(separator: "\n").first.map(String.init) == "cr3scope: \(message)")
  }

  @Test(
    arguments: [
      ("a.o --closure nope", "--closure nope: no symbol of that name is defined in a.o"),
      ("a.o --closure foo nope", "--closure nope: no symbol of that name is defined in a.o"),
      ("--closure a.o", "--closure a.o: a file; expected a symbol too"),
      ("--closure a.o i386.o", "--closure a.o, i386.o: files; expected a symbol too"),
      ("--closure foo", "--closure foo: not a file; expected an object file too, before or after the symbols"),
      (
        "--closure foo b.o",
        "--closure foo, b.o: no file among them; expected an object file too, before or after the symbols"
      ),
      ("a.o --closure foo --format sarif", "--format sarif is for findings; closures have text, json and yaml"),
      (
        "a.o --closure foo --format yaml",
        "--format yaml: foo is no kernel entry, such as __x64_sys_getpid or asm_exc_page_fault"
      ),
      (
        "a.o --entries",
        "--entries: no symbol of a.o is one of __x64_sys_*, asm_exc_*, asm_sysvec_*, asm_common_interrupt, "
          + "asm_spurious_interrupt, asm_int80_emulation"
      ),
      ("a.o --closure foo --werror", "--werror is for findings; --closure and --entries list what is reached instead"),
      (
        "a.o --entries --baseline x", "--baseline is for findings; --closure and --entries list what is reached instead"
      ),
      ("a.o --closure foo --against none", "none: no such file"),
      (
        "a.o --closure foo --against \(gate)",
        "--against missing-gate: it is a scenario; expected a step log of the same kernel"
      ),
      ("a.o --closure foo --against x --set smt=off", "--set is not for object files; a.o is one"),
    ])
  func closures(arguments: String, message: String) throws {
    try refuse("check \(arguments)", message)
  }

  @Test func closureAgainstADump() throws {
    let core = sample("captures/dump/core-user.elf")
    try refuse(
      "check a.o --closure foo --against '\(core)'",
      "--against \(core): it has no steps; expected a step log of the same kernel")
  }

  /// Options of object files beside a scenario, the built-in one too.
  @Test(
    arguments: [
      ("--werror", "--werror"), ("--severity error", "--severity"), ("--baseline known.txt", "--baseline"),
      ("--write-baseline known.txt", "--write-baseline"), ("--entries", "--entries"), ("--policy p.yaml", "--policy"),
    ])
  func scenarios(options: String, name: String) throws {
    let scratch = try Scratch()
    try scratch.write("text: split\n", to: "p.yaml")
    try expectRefusal(
      "check \(options)", "\(name) is for object files; the built-in input is a scenario", in: scratch.path)
    let gate = sample("scenarios/missing-gate.yaml")
    try expectRefusal(
      "check '\(gate)' \(options)", "\(name) is for object files; \(gate) is a scenario", in: scratch.path)
  }

  @Test func formatsOfScenarios() throws {
    for format in ["sarif", "yaml"] {
      try refuse("check --format \(format)", "--format \(format) is for object files; a scenario has text and json")
    }
  }

  /// A pipe can be read once only.
  @Test func scenarioFromAPipe() throws {
    let result = try Program.shell("cat \(Self.gate) | \"$P\" check -")
    #expect(result.status == 1 && result.complaints.isEmpty)
    #expect(result.output.hasPrefix("standard input: error: sysvec_rekey+0x8: reference to private master_key "))
  }
}
