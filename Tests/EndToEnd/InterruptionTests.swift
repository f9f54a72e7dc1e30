import Testing

/// Ctrl-C while a command takes long: it ends with what it has, says where, and has exit status 1.
struct InterruptionTests {
  /// Runs a line of bash with a scenario of system calls beside it.
  private static func shell(_ line: String, calls: Int) throws -> (result: Program.Result, scratch: Scratch) {
    let scratch = try Scratch()
    try scratch.write("events: [{syscall: read, repeat: \(calls)}]\n", to: "calls.yaml")
    return (try Program.shell("cd \(scratch.path); " + line, in: "/"), scratch)
  }

  /// The reader waits until the signal has come: the output ends behind a whole line all the same. `timeout` would send the
  /// signal twice, to its group too, and a second one ends the program at once.
  @Test func linesAreWhole() throws {
    let line = """
      (timeout --foreground --preserve-status -s INT 3 "$P" steps calls.yaml --format json; echo $? >status) | (sleep 5; cat) >out
      """
    let (result, scratch) = try Self.shell(line, calls: 300)
    let lines = try scratch.text("out").split(separator: "\n", omittingEmptySubsequences: false)
    #expect(try scratch.text("status") == "1\n")
    #expect(lines.count > 10 && lines.last == "")
    #expect(lines.dropLast().allSatisfy { $0.hasPrefix("{\"step\":") && $0.hasSuffix("}") })
    #expect(result.complaints.hasPrefix("cr3scope: interrupted after "))
  }

  @Test func comparisonHasWhatWasCounted() throws {
    let doubled = (1...40).map { "  - {name: f\($0), section: .text, acts: [call f\($0 - 1), call f\($0 - 1)]}\n" }
    let scratch = try Scratch()
    try scratch.write(
      "functions:\n  - {name: f0, section: .text, acts: [read jiffies]}\n" + doubled.joined()
        + "entries: [{name: e, kind: syscall, function: f40}]\nevents: [{syscall: e}]\n", to: "long.yaml")
    let result = try Program.shell(
      "cd \(scratch.path); timeout --foreground --preserve-status -s INT 2 \"$P\" compare long.yaml", in: "/")
    #expect(result.status == 1)
    #expect(result.output.contains("ends early: it was interrupted after 1 of 1 events"))
    #expect(result.complaints.hasPrefix("cr3scope: interrupted after "))
  }

  /// The second Ctrl-C ends the process at once, also while nobody reads its output.
  @Test func secondOne() throws {
    let line = """
      mkfifo pipe; sleep 9 <pipe & set -m; "$P" steps calls.yaml --format json >pipe &
      sleep 3; kill -INT %2; sleep 1; kill -INT %2; wait %2; echo $?
      """
    let (result, _) = try Self.shell(line, calls: 300)
    #expect(result.output == "130\n")
  }

  /// What takes long in the explorer says how far it is, and Esc ends it: an input that was not read to its end is not
  /// shown, a changed scenario as far as it was run.
  @Test(.enabled(if: Tmux.isInstalled, "tmux is not installed; '.ci/setup tests' installs it"))
  func inTheExplorer() throws {
    let scratch = try Scratch()
    try scratch.write("events: [{repeat: 900000, events: [{syscall: read}]}]\n", to: "long.yaml")
    let terminal = try Tmux()
    _ = try terminal.start()
    try terminal.keys(":")
    try terminal.enter("open \(scratch.path)/long.yaml")
    try terminal.wait(for: "of 900000; Esc ends it with what it has")
    try terminal.keys("Escape")
    try terminal.wait(for: "it was ended after")
    try terminal.wait(for: "step 0/86")
    try terminal.keys("q")
    try terminal.wait(for: "status 0")
  }
}
