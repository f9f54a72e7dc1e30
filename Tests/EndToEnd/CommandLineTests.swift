import Foundation
import TestSupport
import Testing

/// Exit statuses and exact messages. product.md: 0 answered, 1 something is missing, 2 no usable input.
@Suite(.serialized) struct CommandLineTests {
  private static let getpid = "captures/pti/getpid.csv"
  private static let core = "captures/dump/core-user.elf"

  private func expectError(
    _ arguments: [String], _ message: String, in folder: String = samplesFolder,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let line = "\"$P\" " + arguments.map { "'\($0)'" }.joined(separator: " ")
    let result = try Program.shell(line, in: folder)
    #expect(result.status == 2, "\(line)", sourceLocation: sourceLocation)
    #expect(result.complaints == message + "\n", sourceLocation: sourceLocation)
    #expect(result.output.isEmpty, sourceLocation: sourceLocation)
  }

  @Test(arguments: ["maps", "steps", "explore"])
  func filesThatCannotBeRead(command: String) throws {
    let scratch = try Scratch()
    try scratch.write("", to: "empty")
    try Data([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 0, 0, 0, 0, 0]).write(
      to: URL(fileURLWithPath: "\(scratch.path)/log.csv.xz"))
    try scratch.write("hello\nworld\n", to: "notes.txt")
    try expectError([command, "none"], "cr3scope: none: no such file", in: scratch.path)
    try expectError([command, "."], "cr3scope: .: is a directory; expected a file", in: scratch.path)
    try expectError(
      [command, "empty"], "cr3scope: empty: is empty; expected a core dump, a step log or a scenario", in: scratch.path)
    try expectError(
      [command, "log.csv.xz"], "cr3scope: log.csv.xz is xz-compressed; run 'xz -dk log.csv.xz'", in: scratch.path)
    try expectError(
      [command, "notes.txt"],
      "cr3scope: notes.txt: is of no known kind; expected an ELF core dump (dump-guest-memory), a step log "
        + "(CSV with step,rip,symbol,cpl,cr3) or a scenario (YAML)", in: scratch.path)
  }

  @Test func aNameThatIsNotUTF8() throws {
    let scratch = try Scratch()
    let result = try Program.shell("touch $'a\\xff.csv' && \"$P\" steps $'a\\xff.csv'", in: scratch.path)
    #expect(result.status == 2)
    #expect(
      result.complaints == "cr3scope: a\u{fffd}.csv: no such file; "
        + "expected a name in UTF-8, or '-' and the file as standard input\n")
  }

  @Test func wishesThatTheInputCannotFulfil() throws {
    try expectError(
      ["maps", "--recording", "--space", "moon"],
      "cr3scope: --space 'moon' is none of user, kernel, exposed, private, U, K, 0xCR3")
    try expectError(["maps", "--nx", "on"], "cr3scope: --nx is for what was recorded; first is a scenario")
    try expectError(["maps", "--space", "0xzz"], "cr3scope: --space '0xzz' is not a CR3 value")
    try expectError(
      ["maps", "captures/nopti/getpid.csv", "--space", "user"],
      "cr3scope: --space user: the design is nopti: one space, K, maps user and kernel; there is no user half")
    try expectError(
      ["maps", Self.core, "--space", "0xdead"],
      "cr3scope: --space 0xdead: the input does not hold its root table at 0xd000")
    try expectError(["maps", "--space", "0x+53e000"], "cr3scope: --space '0x+53e000' is not a CR3 value")
    try expectError(["maps", "--recording", "--cr3", "+5"], "cr3scope: --cr3 '+5' is not a number")
    for address in ["+5", "0x+5", "0x-0"] {
      try expectError(
        ["walk", Self.core, address],
        "cr3scope: '\(address)' is not an address; expected hexadecimal, such as 0xffff888000000000")
    }
    try expectError(
      ["walk", "here"], "cr3scope: 'here' is not an address; expected hexadecimal, such as 0xffff888000000000")
    try expectError(
      ["steps", Self.core], "cr3scope: \(Self.core) is a dump, one moment: it has no steps; maps and walk read it")
    try expectError(
      ["steps", "--recording", "--from", "9999"], "cr3scope: --from 9999: the recording has steps 0 to 215")
    try expectError(["steps", "--recording", "--event", "5"], "cr3scope: --event 5: the recording has 1 event")
    try expectError(["steps", "--event", "5"], "cr3scope: --event 5: the recording has 3 events")
    try expectError(
      ["steps", Self.getpid, "--recording"],
      "cr3scope: --recording opens the built-in recording; \(Self.getpid) is another input")
    try expectError(["maps", Self.core, "--cpu", "3"], "cr3scope: \(Self.core): no CPU 3; expected 0")
    try expectError(["steps", Self.getpid, "--core", "none"], "cr3scope: none: no such file")
  }

  /// An option that would change nothing is refused, whether or not what it names is there.
  @Test func optionsThatDoNotApply() throws {
    for (command, option, problem) in [
      ("steps \(Self.getpid)", "--end-core none", "--end-core needs --core, the core of the first row"),
      ("steps \(Self.getpid)", "--cpu 7", "--cpu: a step log is of one CPU"),
      ("maps \(Self.core)", "--core none", "--core: a dump has page tables of its own"),
      ("maps \(Self.core)", "--end-core none", "--end-core: a dump has no last row"),
    ] {
      let words = command.split(separator: " ").map(String.init)
      try expectError(words + option.split(separator: " ").map(String.init), "cr3scope: \(words[1]): \(problem)")
    }
    try expectError(
      ["steps", "--end-core", "none"], "cr3scope: --end-core is for what was recorded; first is a scenario")
    for option in ["--symbols", "--objects", "--core", "--end-core", "--cpu"] {
      try expectError(
        ["steps", "--recording", option, "7"], "cr3scope: \(option) is for files; built-in getpid is none")
    }
  }

  /// A log without cores: steps and flips work, what needs tables says how to give them.
  @Test func aLogAlone() throws {
    let scratch = try Scratch()
    let log = try String(contentsOfFile: sample(Self.getpid), encoding: .utf8)
    try scratch.write(log, to: "alone.csv")
    let message = "cr3scope: alone.csv: no page tables; give the core of its first row with --core"
    try expectError(["maps", "alone.csv"], message, in: scratch.path)
    try expectError(["walk", "alone.csv", "0x1000"], message, in: scratch.path)
    let steps = try Program.run("steps", "alone.csv", "--flips", in: scratch.path)
    #expect(steps.status == 0)
    #expect(steps.output.split(separator: "\n").count == 3)
    let withCore = try Program.run(
      "maps", "alone.csv", "--core", sample("captures/pti/getpid.start.elf"), in: scratch.path)
    #expect(withCore.status == 0)
    #expect(withCore.complaints.isEmpty)
  }

  /// A dump without notes has no registers: whose access is meant must be said.
  @Test func aDumpWithoutRegisters() throws {
    let scratch = try Scratch()
    let file = ELFWriter([.init(physical: 0x1000, bytes: ELFWriter.table([:]))]).file
    try Data(file).write(to: URL(fileURLWithPath: "\(scratch.path)/bare.elf"))
    let walk = ["walk", "bare.elf", "0x405000", "--space", "0x1000"]
    try expectError(
      walk, "cr3scope: bare.elf: the CPL is not in the input; --cpl 0 or --cpl 3 says for whom to check",
      in: scratch.path)
    let user = try Program.shell("\"$P\" \(walk.joined(separator: " ")) --cpl 3", in: scratch.path)
    #expect(user.status == 1, "the control registers are missing")
    #expect(user.output.contains("FAULT  #PF 0x4 (not present, user, read)"))
  }

  /// Bad usage: the parser's own words first, then the usage.
  @Test(
    arguments: [
      (["--nope"], "cr3scope: Unknown option '--nope'."), (["steps", "--nope"], "cr3scope: Unknown option '--nope'."),
      (["steps", "--from", "x"], "cr3scope: The value 'x' is invalid for '--from <N>'"),
      (["steps", "a", "b"], "cr3scope: Unexpected argument 'b'"),
      (["walk"], "cr3scope: expected FILE ADDRESS, or ADDRESS for what is built in"),
      (["walk", "0x1000", "--cpl", "2"], "cr3scope: --cpl 2 is neither 0 nor 3"),
      (["maps", "--physical-bits", "99"], "cr3scope: --physical-bits 99 is out of range; expected 32 to 52"),
      (["maps", "--filter", "x", "--format", "tlb"], "cr3scope: --filter works with text, json and csv"),
      (["maps", "--filter", "x", "--format", "ptdump"], "cr3scope: --filter works with text, json and csv"),
      (["maps", "--limit", "3"], "cr3scope: --limit works with tlb"),
      (["steps", "--from", "10", "--to", "5"], "cr3scope: --from 10 is after --to 5"),
      (["steps", "--event", "0"], "cr3scope: --event 0: events are counted from 1"),
      (["steps", "--event=-1"], "cr3scope: --event -1: events are counted from 1"),
      (["maps", "--format", "zip"], "cr3scope: The value 'zip' is invalid for '--format <format>'."),
    ] as [([String], String)])
  func badUsage(arguments: [String], message: String) throws {
    let result = try Program.shell("\"$P\" " + arguments.joined(separator: " "))
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.complaints.hasPrefix(message))
    #expect(result.complaints.contains("\nUsage: cr3scope "))
  }

  @Test(arguments: ["", "explore", "explore captures/dump/core-user.elf"])
  func notATerminal(arguments: String) throws {
    let input = try Program.shell("\"$P\" \(arguments) </dev/null", in: samplesFolder)
    #expect(input.status == 2)
    #expect(input.complaints == "cr3scope: standard input is not a terminal; the screen needs one\n")
    #expect(input.output.isEmpty, "no byte of control text")
  }

  /// A recording on standard input needs a terminal of its own for the keys; setsid takes it away.
  @Test func noTerminalForKeys() throws {
    let result = try Program.shell("setsid -w \"$P\" - <captures/pti/getpid.csv", in: samplesFolder)
    #expect(result.status == 2)
    #expect(
      result.complaints
        == "cr3scope: standard input is the recording, and there is no terminal for the keys: /dev/tty: "
        + "No such device or address\n")
    #expect(result.output.isEmpty, "no byte of control text")
  }

  @Test func helpAndVersion() throws {
    for arguments in ["--help", "steps --help", "maps --help", "walk --help", "explore --help", "--version"] {
      let result = try Program.shell("\"$P\" \(arguments)")
      #expect(result.status == 0)
      #expect(result.complaints.isEmpty)
      #expect(!result.output.isEmpty)
    }
  }

  /// What an argument holds reaches no terminal as control text, whoever complains of it.
  @Test(arguments: [
    "maps --space $'x\\e[31m'", "maps --filter $'x\\e[31m'", "walk $'x\\e[31m'", "steps $'x\\e[31m'",
    "steps --from $'x\\e[31m'", "$'--x\\e[31m'", "maps --recording --cr3 $'x\\xc2\\x9b31m'",
  ])
  func controlBytesInArguments(arguments: String) throws {
    let result = try Program.shell("\"$P\" \(arguments)")
    #expect(result.status == 2)
    #expect(result.complaints.contains("\u{fffd}"), "\(result.complaints)")
    let controls = result.complaints.unicodeScalars.filter { $0.value < 0x20 || 0x7f...0x9f ~= $0.value }
    #expect(controls.allSatisfy { $0 == "\n" })
  }

  // MARK: Answers

  /// QEMU's own text of the same moment, all 65,578 lines.
  @Test func tlbEqualsQEMU() throws {
    let result = try Program.run("maps", "--format", "tlb", sample(Self.core))
    #expect(result.status == 0)
    #expect(result.complaints.isEmpty)
    let golden = try String(contentsOfFile: sample("captures/dump/core-user.tlb"), encoding: .utf8)
    #expect(result.output == golden)
  }

  @Test func flips() throws {
    let result = try Program.run("steps", "--flips", sample("captures/pti/switch.csv"))
    #expect(result.status == 0)
    #expect(result.complaints.isEmpty)
    let expected = """
       step cpl space    symbol                           instruction and accesses
          8   0 U(A)>K(A) entry_SYSCALL_64+0x20            mov cr3, rsp  CR3 <- 0x53e000
       7370   0 K(A)>K(B) switch_mm_irqs_off+0x24f         mov cr3, rdx  CR3 <- 0x542000
       8518   0 K(B)>U(B) syscall_return_via_sysret+0x81   mov cr3, rdi  CR3 <- 0x543000
       8543   0 U(B)>K(B) entry_SYSCALL_64+0x20            mov cr3, rsp  CR3 <- 0x542000
       9548   0 K(B)>U(B) syscall_return_via_sysret+0x81   mov cr3, rdi  CR3 <- 0x543000
       9570   0 U(B)>K(B) entry_SYSCALL_64+0x20            mov cr3, rsp  CR3 <- 0x542000
      12331   0 K(B)>K(A) switch_mm_irqs_off+0x24f         mov cr3, rdx  CR3 <- 0x53e000
      12782   0 K(A)>U(A) syscall_return_via_sysret+0x81   mov cr3, rdi  CR3 <- 0x53f000
      12801   0 U(A)>K(A) entry_SYSCALL_64+0x20            mov cr3, rsp  CR3 <- 0x53e000
      13683   0 K(A)>U(A) syscall_return_via_sysret+0x81   mov cr3, rdi  CR3 <- 0x53f000

      """
    #expect(result.output == expected)
  }

  /// The tables, CR3 and CPL before a step decide what is asked by default.
  @Test func oneStep() throws {
    let log = sample(Self.getpid)
    func space(_ arguments: String...) throws -> String {
      let result = try Program.shell("\"$P\" walk '\(log)' 0xffff888000000000 " + arguments.joined(separator: " "))
      #expect(result.status == 0)
      return result.output
    }
    let first = try space()
    #expect(first.contains("in space U, CR3 0x000000000053f000"))
    #expect(first.contains(", user, read)"))
    #expect(try space("--step", "0") == first)
    let kernel = try space("--step", "9")
    #expect(kernel.contains("in space K, CR3 0x000000000053e000"))
    #expect(kernel.contains("OK supervisor read"))
    #expect(try space("--step", "9", "--space", "user", "--cpl", "3") == first)
    #expect(try space("--step", "9", "--format", "json").contains("\"space\":\"K\""))
    let user = try Program.run("maps", log, "--step", "8")
    #expect(user.output == (try Program.run("maps", log, "--space", "user")).output)
    let maps = try Program.run("maps", log, "--step", "9", "--format", "json")
    #expect(maps.output == (try Program.run("maps", log, "--space", "kernel", "--format", "json")).output)
    let message = "cr3scope: --step 999: no such step; the recording has steps 0 to 215"
    for command in [["maps", log], ["walk", log, "0x1000"]] {
      try expectError(command + ["--step", "999"], message)
    }
    try expectError(
      ["maps", Self.core, "--step", "1"],
      "cr3scope: --step 1: \(Self.core) is a dump, one moment: it has no steps")
  }

  /// What no dump says decides about reserved bits and fetches: walk names it, as maps does.
  @Test func assumptionsOfAWalk() throws {
    let core = sample(Self.core)
    let notes = [
      "EFER.NXE is not in the input: assumed on (--nx)",
      "MAXPHYADDR is not in the input: assumed 52 bits (--physical-bits)",
    ]
    let text = try Program.run("walk", core, "0x60001312")
    #expect(text.complaints == notes.map { "cr3scope: note: \($0)\n" }.joined())
    #expect(!text.output.contains("note: "))
    let json = try Program.run("walk", core, "0x60001312", "--format", "json")
    #expect(json.complaints.isEmpty)
    let listed = notes.map { "{\"severity\":\"note\",\"message\":\"\($0)\"}" }.joined(separator: ",\n")
    #expect(json.output.hasSuffix(",\n\"notices\":[\n\(listed)\n]}\n"))
    #expect((try Program.run("maps", core, "--format", "json")).output.contains(listed))
    let stated = try Program.run("walk", core, "0x60001312", "--nx", "on", "--physical-bits", "52")
    #expect(stated.status == 0 && stated.complaints.isEmpty)
    #expect(stated.output == text.output)
  }

  /// A page fault maps a page: the walk finds it only after the step that writes the entry.
  @Test func tablesOfAStep() throws {
    let log = sample("captures/pti/pagefault.csv")
    let before = try Program.run("maps", log, "--space", "user")
    let steps = try Program.run("steps", log)
    let last = try #require(steps.output.split(separator: "\n").last?.split(separator: " ").first)
    let after = try Program.run("maps", log, "--space", "user", "--step", String(last))
    #expect(after.status == before.status)
    #expect(after.output != before.output)
  }

  /// Standard input as a file, and what is built in without one.
  @Test func otherInputs() throws {
    let piped = try Program.shell(
      "cat captures/dump/core-user.elf | \"$P\" walk - 0x60001312 --access x", in: samplesFolder)
    #expect(piped.status == 0)
    let direct = try Program.run("walk", sample(Self.core), "0x60001312", "--access", "x")
    #expect(piped.output == direct.output)
    #expect(!direct.output.isEmpty)
    let recording = try Program.run("steps", "--recording", "--to", "0")
    #expect(recording.status == 0)
    #expect(recording.output.contains("site_getpid"))
    let scenario = try Program.run("steps", "--flips")
    #expect(scenario.status == 0)
    let flips = scenario.output.split(separator: "\n").dropFirst().map {
      $0.split(separator: " ")[2...3].joined(separator: " ")
    }
    #expect(
      flips == [
        "E>P gate_syscall+0x20", "P>E syscall_return_via_sysret+0x81", "E>P gate_interrupt+0x20",
        "P>E swapgs_restore_regs_and_return_to_usermode+0xc2",
      ])
  }

  /// A dump of which one table is missing: answered in part, said, and status 1.
  @Test func aMissingTable() throws {
    let scratch = try Scratch()
    let builder = ELFWriter([
      .init(kind: 4, bytes: ELFWriter.qemuNote(cr3: 0x1000)),
      .init(physical: 0x1000, bytes: ELFWriter.table([0: 0x2067, 1: 0x9067])),
      .init(physical: 0x2000, bytes: ELFWriter.table([:])),
    ])
    try Data(builder.file).write(to: URL(fileURLWithPath: "\(scratch.path)/broken.elf"))
    for format in ["text", "json", "csv", "tlb", "ptdump"] {
      let result = try Program.run("maps", "broken.elf", "--format", format, in: scratch.path)
      #expect(result.status == 1, "\(format)")
      #expect(format == "text" || format == "json" || !result.complaints.isEmpty, "\(format)")
    }
    let walk = try Program.run("walk", "broken.elf", "0x8000000000", in: scratch.path)
    #expect(walk.status == 1)
  }

  // MARK: Standard output

  /// A reader that goes away ends the program quietly.
  @Test(arguments: [
    "maps --format tlb captures/dump/core-user.elf", "steps captures/pti/pagefault.csv",
    "steps --format json captures/pti/read.csv",
  ])
  func aClosedPipe(arguments: String) throws {
    let result = try Program.shell("\"$P\" \(arguments) | head -1; exit ${PIPESTATUS[0]}", in: samplesFolder)
    #expect(result.status == 0)
    #expect(result.complaints.isEmpty)
    #expect(result.output.split(separator: "\n").count == 1)
  }

  @Test func aFullDisk() throws {
    for arguments in ["steps", "--help", "steps --help", "--version"] {
      let result = try Program.shell("\"$P\" \(arguments) > /dev/full")
      #expect(result.status == 2)
      #expect(result.complaints == "cr3scope: standard output: No space left on device\n")
      let closed = try Program.shell("\"$P\" \(arguments) >&-")
      #expect(closed.status == 2)
      #expect(closed.complaints == "cr3scope: standard output: Bad file descriptor\n")
    }
  }
}
