import Foundation
import Testing
import TestSupport

/// replay and tours as a user runs them without a terminal.
@Suite struct TourCommandTests {
  private static let tour = """
    # A tour
    open \(sample("scenarios/read.yaml"))
    say "One."
    next flip
    mark "the gate"
    say "Two."
    ask "How many?" = flips 2
    goto end
    """

  @Test func whatHolds() throws {
    let scratch = try Scratch()
    try scratch.write(Self.tour, to: "a.tour")
    let result = try Program.run("replay", "--check", "a.tour", in: scratch.path)
    #expect(result.status == 0 && result.complaints.isEmpty)
    #expect(result.output == "A tour: 5 stops, 0 expectations, 1 prediction: all hold\n")
  }

  /// Each with its exit status and what is said, in which the folder is the tour's own.
  @Test(
    arguments: [
      ("step\nexpect flips 2", 1, "a.tour:2:1: expected flips 2, found 0\n"),
      ("  expect cpl 0", 1, "a.tour:1:3: expected cpl 0, found 3\n"),
      ("expect screen \"x y z\"", 1, "a.tour:1:1: expected screen \"x y z\", found no such text on it\n"),
      ("ask \"?\" = space P\nstep", 1, "a.tour:1:1: expected space P, found E (looked at behind line 2)\n"),
      ("next leak", 1, "a.tour:1:1: expected 'next leak' to lead somewhere, found: no leak after this step\n"),
      (
        "open a.tour", 1,
        "a.tour:1:1: a.tour: is of no known kind; expected an ELF core dump (dump-guest-memory), a step log (CSV with "
          + "step,rip,symbol,cpl,cr3) or a scenario (YAML)\n"
      ),
      ("screen no.txt", 1, "a.tour:1:1: screen no.txt: no such file to compare with\n"),
      ("\nstpe", 2, "cr3scope: a.tour:2:1: error: no command 'stpe'; did you mean 'step'?\n  stpe\n  ^\n"),
      (
        "open b.yaml", 2,
        "cr3scope: a.tour:1:6: error: open: no such file 'b.yaml'; expected a path from the tour's folder on\n"
          + "  open b.yaml\n       ^\n"
      ),
      (
        "source b.tour", 2,
        "cr3scope: a.tour:1:8: error: source: no such file 'b.tour'; expected a path from the tour's folder on\n"
          + "  source b.tour\n         ^\n"
      ),
      (
        "source ./a.tour", 2,
        "cr3scope: a.tour:1:8: error: source: './a.tour' is being read already; expected no tour that includes itself\n"
          + "  source ./a.tour\n         ^\n"
      ),
      ("", 2, "cr3scope: a.tour: is empty; expected a tour\n"),
      ("# nothing", 2, "cr3scope: a.tour: holds no commands; expected a tour: one command a line\n"),
    ] as [(String, Int32, String)])
  func failures(text: String, status: Int32, complaint: String) throws {
    let scratch = try Scratch()
    try scratch.write(text, to: "a.tour")
    let result = try Program.run("replay", "--check", "a.tour", in: scratch.path)
    #expect(result.complaints == complaint)
    #expect(result.status == status)
  }

  @Test func severalTours() throws {
    let scratch = try Scratch()
    try scratch.write("expect cpl 0", to: "a.tour")
    try scratch.write("# B\nexpect cpl 3", to: "b.tour")
    let result = try Program.run("replay", "--check", "a.tour", "b.tour", in: scratch.path)
    #expect(result.status == 1)
    #expect(
      result.output == """
        a.tour: 1 stop, 1 expectation, 0 predictions: one failure
        B: 1 stop, 1 expectation, 0 predictions: all hold

        """)
  }

  /// A run that is not what was asked for is told without a screen too, with the line that opens it.
  @Test func whatIsLostIsSaid() throws {
    let scratch = try Scratch()
    try scratch.write(
      "events: [{ syscall: getpid, during: [{ at: vfs_read, irq: timer }] }]\n", to: "s.yaml")
    try scratch.write("step\nopen s.yaml\nstep", to: "a.tour")
    let result = try Program.run("replay", "--check", "a.tour", in: scratch.path)
    #expect(result.status == 0)
    #expect(
      result.complaints
        == "cr3scope: a.tour:2: warning: timer at vfs_read in event 1 (syscall getpid) never came: that event does not run "
        + "vfs_read, or not often enough\n")
  }

  /// One that cannot be read keeps nobody from the others.
  @Test func aTourThatIsMissing() throws {
    let scratch = try Scratch()
    try scratch.write("expect cpl 3", to: "b.tour")
    let result = try Program.run("replay", "--check", "a.tour", "b.tour", in: scratch.path)
    #expect(result.status == 2)
    #expect(result.output == "b.tour: 1 stop, 1 expectation, 0 predictions: all hold\n")
    #expect(result.complaints.hasPrefix("cr3scope: a.tour: no such file, and no built-in tour"))
  }

  @Test(arguments: [
    (["replay"], "replay plays one tour; several are checked with --check"),
    (["replay", "0815"], "0815: no such file, and no built-in tour of that name; 'cr3scope tours' lists them"),
    (["replay", "--format", "text"], "replay exports one tour"), (["replay", "--check"], "--check needs a tour"),
    (["replay", "."], ".: is a directory; expected a tour"),
    (["replay", "01", "--check", "--format", "svg"], "--check and --format exclude each other"),
    (["replay", "01", "--check", "--follow", "x"], "--follow is for a presentation; --check has none"),
    (["replay", "01", "--present", "--follow", "/nowhere/x"], "--follow /nowhere/x: "),
    (["replay", "01", "--stop", "x", "--format", "text"], "--stop x: the tour has stops 1 to "),
  ])
  func usage(arguments: [String], complaint: String) throws {
    let line = arguments.map { "'\($0)'" }.joined(separator: " ")
    let result = try Program.shell("\"$P\" \(line)")
    #expect(result.status == 2)
    #expect(result.complaints.hasPrefix("cr3scope: \(complaint)"), "\(result.complaints)")
  }

  // MARK: Exports

  @Test(arguments: ["text", "ansi", "json", "svg", "cast", "markdown"])
  func theSameBytes(format: String) throws {
    let scratch = try Scratch()
    try scratch.write(Self.tour, to: "a.tour")
    let first = try Program.run("replay", "a.tour", "--format", format, in: scratch.path)
    let second = try Program.run("replay", "a.tour", "--format", format, in: scratch.path)
    #expect(first.status == 0 && first.complaints.isEmpty && first.output.count > 1000)
    #expect(first.output == second.output)
    let one = try Program.run("replay", "a.tour", "--format", format, "--stop", "the gate", in: scratch.path)
    #expect(one.status == 0 && one.output.count < first.output.count && one.output.count > 300)
  }

  /// What x says after something was injected.
  @Test func whatTheExplorerSuggests() throws {
    let result = try Program.shell(
      #"printf '%s\n' 'open scenarios/getpid.yaml' 'design pti' 'goto 2' 'inject nmi nmi' 'goto 9' | "$P" replay - "#
        + "--format text --stop end", in: samplesFolder)
    #expect(result.status == 0 && result.complaints.isEmpty)
    #expect(result.output.contains("1 injected"))
    #expect(result.output.contains("step 9/"))
  }

  @Test func aFolderOfDrawings() throws {
    let scratch = try Scratch()
    try scratch.write(Self.tour, to: "a.tour")
    let result = try Program.run("replay", "a.tour", "--format", "svg", "-o", "slides", in: scratch.path)
    #expect(result.status == 0 && result.output.isEmpty)
    let files = try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/slides").sorted()
    #expect(files == (1...5).map { "a-\($0).svg" })
  }

  /// A screen that is saved is the one that --check compares with.
  @Test func screens() throws {
    let scratch = try Scratch()
    try scratch.write("step 2\nscreen shots/two.txt\nscreen shots/two.svg", to: "a.tour")
    #expect(try Program.run("replay", "a.tour", "-o", ".", in: scratch.path).status == 0)
    #expect(try scratch.text("shots/two.txt").contains("step 2/86"))
    #expect(try scratch.text("shots/two.svg").hasPrefix("<svg") || scratch.text("shots/two.svg").hasPrefix("<?xml"))
    let good = try Program.run("replay", "--check", "a.tour", in: scratch.path)
    #expect(good.status == 0 && good.output.contains("2 screens: all hold"))
    let bad = try Program.run("replay", "--check", "a.tour", "--size", "120x40", in: scratch.path)
    #expect(bad.status == 1)
    #expect(bad.complaints.hasPrefix("a.tour:2:1: screen shots/two.txt, row 1: expected ' first "), "\(bad.complaints)")
  }

  // MARK: Hostile tours

  /// What a tour names outside of its folder is not written, and what would have to be waited for is not read.
  @Test(arguments: [
    "screen ../out.txt", "screen /tmp/out.txt", "screen a/../../out.txt", "open /dev/tty", "open pipe", "source pipe",
    "open /dev/zero", "open -", "open .",
  ])
  func hostile(line: String) throws {
    let scratch = try Scratch()
    try scratch.write(line, to: "in/a.tour")
    let result = try Program.shell(
      "mkfifo in/pipe; \"$P\" replay in/a.tour -o in/out < /dev/null; s=$?; find . -name 'out*'; exit $s",
      in: scratch.path)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.complaints.hasPrefix("cr3scope: in/a.tour:1:") || result.complaints.contains("a.tour:1:"))
  }

  /// Nothing is written without -o, and through no link with it.
  @Test func writesOnlyBelowTheFolder() throws {
    let scratch = try Scratch()
    try scratch.write("screen shot.txt\nscreen link.txt", to: "a.tour")
    try scratch.write("precious", to: "precious")
    let plain = try Program.shell("\"$P\" replay --stop end a.tour; ls", in: scratch.path)
    #expect(plain.status == 0 && !plain.output.contains("shot.txt"))
    try scratch.write("screen outside/shot.txt", to: "b.tour")
    let through = try Program.shell(
      "mkdir up out2; ln -s ../up out2/outside; \"$P\" replay -o out2 b.tour; s=$?; ls up; exit $s", in: scratch.path)
    #expect(through.status == 2 && through.output.isEmpty, "a folder that is a link is not followed")
    let linked = try Program.shell(
      "mkdir out; ln -s ../precious out/link.txt; \"$P\" replay -o out a.tour; s=$?; cat precious; exit $s",
      in: scratch.path)
    #expect(linked.status == 2 && linked.output == "precious")
    #expect(linked.complaints.contains("link.txt"))
  }

  // MARK: Help

  @Test func help() throws {
    for topic in ["keys", "commands", "tours", "scenarios", "designs", "verdicts", "captures"] {
      let result = try Program.run("help", topic)
      #expect(result.status == 0 && result.output.count > 500)
      #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 79 }, "\(topic)")
      #expect(result.output.utf8.allSatisfy { $0 < 0x7f }, "\(topic)")
    }
    #expect(try Program.run("help", "man").output.hasPrefix(".TH CR3SCOPE 1"))
    #expect(try Program.run("help", "steps").output.contains("USAGE: cr3scope steps"))
    #expect(try Program.run("help").output.contains("TOPICS"))
    let bad = try Program.run("help", "nope")
    #expect(bad.status == 2 && bad.complaints.hasPrefix("cr3scope: help: 'nope' is none of keys, commands, tours, "))
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    let result = try Program.run("--generate-completion-script", shell)
    #expect(result.status == 0 && result.output.contains("replay"))
  }
}
