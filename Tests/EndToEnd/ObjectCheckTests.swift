import Foundation
import TestSupport
import Testing

/// `check` on object files as a user runs it: lines, exit statuses, files that are written.
@Suite(.enabled(if: BuildTools.areThere, "needs make, gcc, objdump and ar"))
struct ObjectCheckTests {
  private func check(_ arguments: String) throws -> Program.Result {
    try Program.shell("\"$P\" check \(arguments)", in: try BuiltSections.folder)
  }

  private static let call =
    "error: bad_call+0x5: call to call_private_work() leaves exposed text (.text..exposed -> .text) [CALL]\n"
  private static let policy = "'\(sample("sections/policy.yaml"))'"

  // MARK: Exit status

  @Test(
    arguments: [
      ("gate.o", 0, "0 errors, 0 warnings, 0 notes\n"),
      ("annotated.o", 0, "0 errors, 0 warnings, 0 notes\nnot counted: 1 between private_begin() and private_end()\n"),
      ("call.o", 1, "call.o: \(call)1 error, 0 warnings, 0 notes\n"),
      (
        "addr.o", 0,
        "addr.o: warning: bad_addr+0x3: address of private addr_private_queue (.data) taken in exposed text "
          + "(.text..exposed) [ADDR]\n0 errors, 1 warning, 0 notes\n"
      ),
      (
        "ptr.o --werror", 0,
        "ptr.o: note: bad_ptr+0x0: exposed data (.data..exposed) holds a pointer to private ptr_private_value (.data) "
          + "[PTR]\n0 errors, 0 warnings, 1 note\n"
      ),
      ("addr.o --werror --severity error", 1, "0 errors, 1 warning, 0 notes\n"),
      ("allowed.o --policy \(policy)", 0, "0 errors, 0 warnings, 0 notes\nnot counted: 1 allowed by the policy\n"),
      ("call.o --design nopti", 0, "0 errors, 0 warnings, 0 notes\n"),
      ("- < call.o", 1, "standard input: \(call)1 error, 0 warnings, 0 notes\n"),
      ("./call.o gate.o", 1, "./call.o: \(call)1 error, 0 warnings, 0 notes\n"),
    ])
  func exitStatus(arguments: String, status: Int32, output: String) throws {
    let result = try check(arguments)
    #expect(result.status == status)
    #expect(result.output == output)
    #expect(result.complaints.isEmpty)
  }

  /// Where no section is exposed there was nothing to look at: the name may be misspelled.
  /// Without isolation all is exposed.
  @Test(arguments: [("unified", false), ("pti", false), ("nopti", true)])
  func nothingExposed(design: String, isExposed: Bool) throws {
    let scratch = try Scratch()
    try scratch.write(".text\nf: ret\n.type f, @function\n.size f, 1\n", to: "f.s")
    let note = "cr3scope: note: no section is exposed under \(design): there was nothing to look at\n"
    let built = try Program.shell("gcc -c f.s && \"$P\" check f.o --design \(design)", in: scratch.path)
    #expect(built.status == 0 && built.output == "0 errors, 0 warnings, 0 notes\n")
    #expect(built.complaints == (isExposed ? "" : note))
  }

  @Test func archive() throws {
    let result = try check("lib.a")
    #expect(result.status == 1)
    #expect(
      result.output == """
        lib.a(call.o): \(Self.call)\
        lib.a(data.o): error: bad_data+0x2: reference to private data_private_count (.data) from exposed text (.text..exposed) [DATA]
        lib.a(data.o): error: bad_data_constant+0x6: reference to private data_private_key (.rodata..private) from exposed text (.text..exposed) [DATA]
        3 errors, 0 warnings, 0 notes

        """)
  }

  /// What is not shown counts all the same.
  @Test(arguments: [("error", 10), ("warning", 12), ("note", 14)])
  func severity(least: String, lines: Int) throws {
    let result = try check("sections.o --severity \(least)")
    #expect(result.status == 1)
    #expect(result.output.split(separator: "\n").count == lines + 2)
    #expect(result.output.contains("\n10 errors, 2 warnings, 2 notes\n"))
  }

  /// Addresses of the linked kernel tell under which other name a symbol is defined.
  @Test func symbols() throws {
    let scratch = try Scratch()
    let map = try scratch.write(
      "ffffffff82000000 D undef_elsewhere\nffffffff82000000 D data_private_count\n", to: "System.map")
    #expect(try check("undef.o data.o").output.contains("undefined undef_elsewhere"))
    let result = try check("undef.o data.o --symbols '\(map)'")
    #expect(
      result.output.hasPrefix("undef.o: error: bad_undef+0x2: reference to private data_private_count (.data) from "))
    #expect(result.output.hasSuffix("\n3 errors, 0 warnings, 0 notes\n"))
  }

  // MARK: Formats and files

  @Test func formats() throws {
    for format in ["json", "sarif"] {
      let result = try check("sections.o --format \(format)")
      #expect(result.status == 1 && result.complaints.isEmpty)
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
      let list = object["findings"] ?? (object["runs"] as? [[String: Any]])?.first?["results"]
      #expect((list as? [Any])?.count == 14)
    }
  }

  /// What replaces an instruction is told at its start, of which one byte is certain to be there.
  @Test func placeOfAnAlternative() throws {
    let result = try check("alternative.o --format sarif")
    #expect(result.output.contains("\"text\":\"bad_alternative+0x0: reference to private alternative_private_mode "))
    #expect(result.output.contains(",\"byteLength\":1}}"))
  }

  /// Whoever writes a baseline accepts what is there; then only new findings fail.
  @Test func baseline() throws {
    let scratch = try Scratch()
    let known = "'\(scratch.path)/known.txt'"
    let written = try check("call.o --write-baseline \(known)")
    #expect(written.status == 0 && written.output == "call.o: \(Self.call)1 error, 0 warnings, 0 notes\n")
    #expect(
      try scratch.text("known.txt").hasSuffix("\nCALL\tbad_call\t.text..exposed\tcall_private_work\t.text\t1\n"))
    let same = try check("call.o --baseline \(known)")
    #expect(same.status == 0)
    #expect(same.output == "0 errors, 0 warnings, 0 notes\nnot counted: 1 known from the baseline\n")
    let more = try check("call.o data.o --baseline \(known) --format json")
    #expect(more.status == 1 && more.output.contains("\"errors\":2,") && more.output.contains("\"known\":1,"))
    // Read first and written then: the new ones are known from now on.
    #expect(try check("call.o data.o --baseline \(known) --write-baseline \(known)").status == 0)
    #expect(try check("call.o data.o --baseline \(known)").status == 0)
    #expect(try check("addr.o --baseline \(known) --werror").status == 1)
  }

  /// An input is never written to, nor anything else that is no baseline.
  @Test func otherFilesAreKept() throws {
    let scratch = try Scratch()
    let folder = try BuiltSections.folder
    try Data(contentsOf: URL(fileURLWithPath: folder + "/call.o")).write(
      to: URL(fileURLWithPath: scratch.path + "/call.o"))
    try scratch.write("text: split\n", to: "p.yaml")
    for name in ["call.o", "p.yaml"] {
      let before = try Data(contentsOf: URL(fileURLWithPath: "\(scratch.path)/\(name)"))
      try expectRefusal(
        "check call.o --write-baseline \(name)",
        "--write-baseline \(name): is another file; expected a baseline to replace, or a new name", in: scratch.path)
      #expect(try Data(contentsOf: URL(fileURLWithPath: "\(scratch.path)/\(name)")) == before)
    }
    try scratch.write("", to: "empty")
    #expect(try Program.run("check", "call.o", "--write-baseline", "empty", in: scratch.path).status == 0)
    #expect(try scratch.text("empty").contains("CALL\tbad_call\t"))
  }

  @Test func printedPolicies() throws {
    let scratch = try Scratch()
    for option in ["", "--policy \(Self.policy)"] {
      let printed = try check("--print-policy \(option)")
      #expect(printed.status == 0 && printed.output.contains("extends: none\n"))
      let file = try scratch.write(printed.output, to: "p.yaml")
      #expect(try check("--print-policy --policy '\(file)'").output == printed.output)
      #expect(try check("sections.o --policy '\(file)'").output == check("sections.o \(option)").output)
    }
  }

  /// An allowance that lets nothing go is out of date, or has a slip of the pen.
  @Test func unusedAllowance() throws {
    let result = try check("call.o --policy \(Self.policy)")
    #expect(result.status == 1)
    #expect(
      result.complaints
        == "cr3scope: note: the policy allows good_with_policy -> allowed_setting, which no reference is\n")
  }

  @Test func oneFileTwice() throws {
    let result = try check("call.o ptr.o call.o")
    #expect(result.status == 2 && result.complaints == "cr3scope: call.o is given twice\n")
  }

  /// The end of the reader ends the program without a word.
  @Test func closedOutput() throws {
    for format in ["text", "json", "sarif"] {
      let result = try Program.shell(
        "\"$P\" check $(for n in {1..100}; do p=./$p; echo ${p}sections.o; done) --format \(format) | head -1 > /dev/null; echo ${PIPESTATUS[0]}",
        in: try BuiltSections.folder)
      #expect(result.output == "0\n" && result.complaints.isEmpty)
    }
  }
}
