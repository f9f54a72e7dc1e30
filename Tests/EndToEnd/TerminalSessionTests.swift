import Foundation
import TestSupport
import Testing

/// The real program in a real terminal.
@Suite(
  .serialized, .enabled(if: Tmux.isInstalled, "tmux is not installed; '.ci/setup tests' installs it"))
struct TerminalSessionTests {
  @Test func stepJumpAndQuit() throws {
    let terminal = try Tmux()
    let modes = try terminal.modes()
    _ = try terminal.start("--recording")
    try terminal.wait(for: "step 0/215")
    try terminal.keys("Space")
    try terminal.wait(for: "step 1/215")
    try terminal.keys("n")
    try terminal.wait(for: "step 8/215")
    #expect(try terminal.screen().contains("⇄ FLIP  U>K  CR3 0x55f000 → 0x55e000"))
    #expect(try terminal.screen().contains("82 of 87 accesses"))
    try terminal.keys("Left", "PageDown", "Home")
    try terminal.wait(for: "step 0/215")
    try terminal.keys(":")
    try terminal.enter("100%")
    try terminal.wait(for: "step 215/215")
    try terminal.keys("w")
    try terminal.wait(for: "Esc closes")
    try terminal.keys("Escape")
    try terminal.wait(for: "Esc closes", gone: true)
    try terminal.keys("q")
    try terminal.wait(for: "status 0")
    #expect(try !terminal.screen().contains("step 215"), "the alternate screen is gone")
    #expect(try terminal.modes() == modes)
  }

  /// What README.md tells a newcomer to do.
  @Test func theBuiltInScenario() throws {
    let terminal = try Tmux()
    _ = try terminal.start()
    try terminal.keys("n")
    try terminal.wait(for: "step 38/86")
    #expect(try terminal.screen().contains("WHY   step 46 reads inode.i_size: #PF 0x0 in E, not present"))
    try terminal.keys("d")
    try terminal.wait(for: "step 41/88")
    try terminal.keys("g", "n")
    try terminal.wait(for: "FLIP  U>K")
    try terminal.keys("b", "b", "i", "Enter")
    try terminal.wait(for: "event 2: NMI")
    try terminal.keys("u")
    try terminal.wait(for: "undone: inject nmi")
    try terminal.keys("d", "G", "v")
    try terminal.wait(for: "Meltdown: reads PK (private kernel data)")
    try terminal.keys("Escape", "q")
    try terminal.wait(for: "status 0")
  }

  /// A loss is on screen and in the exit status.
  @Test func aTruncatedDump() throws {
    let scratch = try Scratch()
    let whole = try Data(contentsOf: URL(fileURLWithPath: sample("captures/dump/core-user.elf")))
    try whole.prefix(whole.count - 4096).write(to: URL(fileURLWithPath: "\(scratch.path)/short.elf"))
    let terminal = try Tmux()
    _ = try terminal.start("\(scratch.path)/short.elf")
    try terminal.keys("q")
    try terminal.wait(for: "status 1")
  }

  /// The keys come from the terminal though the recording comes through a pipe.
  @Test func aPipedLog() throws {
    let terminal = try Tmux()
    let modes = try terminal.modes()
    try terminal.enter("clear; cat \(sample("captures/pti/getpid.csv")) | \"$P\" -; echo \"sta\"\"tus $?\"")
    try terminal.wait(for: "step 0/215")
    try terminal.keys("n")
    try terminal.wait(for: "step 8/215")
    try terminal.keys("q")
    try terminal.wait(for: "status 0")
    #expect(try terminal.modes() == modes)
  }

  @Test func resize() throws {
    let terminal = try Tmux()
    _ = try terminal.start("--recording --ascii")
    try terminal.wait(for: "step 0/215")
    try terminal.keys("n")
    try terminal.wait(for: "step 8/215")
    let before = try terminal.screen()
    #expect(before.unicodeScalars.allSatisfy { $0.isASCII })
    try terminal.resize(20, 5)
    try terminal.wait(for: "needs 40x12")
    try terminal.resize(120, 40)
    try terminal.wait(for: "-- walk 0xffffffff814000a0")
    try terminal.resize(80, 24)
    try terminal.wait(for: "-- walk", gone: true)
    try terminal.wait(for: "step 8/215")
    try terminal.keys("Space")
    try terminal.wait(for: "step 9/215")
    try terminal.keys("b")
    try terminal.wait(for: "step 8/215")
    // The windows of the lists may have moved; what stands above them may not.
    for line in before.split(separator: "\n").prefix(8) { try terminal.wait(for: String(line)) }
    try terminal.keys("q")
    try terminal.wait(for: "status 0")
  }

  @Test func stopAndContinue() throws {
    let terminal = try Tmux()
    let modes = try terminal.modes()
    // Straight from the shell, which then knows the job.
    try terminal.enter("clear; \"$P\" --recording")
    try terminal.wait(for: "step 0/215")
    try terminal.keys("n", "C-z")
    try terminal.wait(for: "Stopped")
    #expect(try terminal.modes() == modes)
    try terminal.enter("clear; fg")
    try terminal.wait(for: "step 8/215")
    try terminal.keys("Space")
    try terminal.wait(for: "step 9/215")
    try terminal.keys("q")
    try terminal.wait(for: "ready$")
    #expect(try terminal.modes() == modes)
  }

  /// However the process dies, the shell gets its terminal back as it was.
  ///
  /// The signals are those of signal(7) whose default action ends a process, and three of the real-time ones; not
  /// SIGINT, at which bash does not go on with what would tell the status.
  @Test(arguments: [
    SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGABRT, SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSYS, SIGUSR1, SIGUSR2,
    SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU, SIGXFSZ, SIGIO, SIGPWR, SIGSTKFLT, 34, 49, 64,
  ])
  func death(signal: Int32) throws {
    let terminal = try Tmux()
    let modes = try terminal.modes()
    let process = try terminal.start()
    try terminal.wait(for: "step 0/86")
    #expect(kill(process, signal) == 0)
    try terminal.wait(for: "status \(128 + signal)")
    #expect(try !terminal.screen().contains("step 0/86"), "the alternate screen is gone")
    #expect(try terminal.modes() == modes)
  }

  /// Pasted text that stops for a moment while the screen gets another size: what follows is still no key.
  @Test func aPasteAndAResize() throws {
    let terminal = try Tmux()
    _ = try terminal.start()
    try terminal.bytes("\u{1B}[200~ab")
    try terminal.resize(90, 24)
    usleep(100_000)
    try terminal.bytes("q\u{1B}[201~")
    try terminal.wait(for: "pasted text is not taken as keys")
    try terminal.keys("q")
    try terminal.wait(for: "status 0")
  }

  /// A dump that another program shortens, or writes anew, while it is shown: the file is named, and the status says
  /// that something is missing.
  @Test(arguments: [true, false])
  func aFileThatChanges(isShortened: Bool) throws {
    let scratch = try Scratch()
    let core = "\(scratch.path)/changing.elf"
    try FileManager.default.copyItem(atPath: sample("captures/labelled/getpid.start.elf"), toPath: core)
    let terminal = try Tmux(width: 120)
    _ = try terminal.start(core)
    try terminal.wait(for: "quit")
    let file = try FileHandle(forWritingTo: URL(filePath: core))
    if isShortened { try file.truncate(atOffset: 100) } else { try file.write(contentsOf: Data(count: 100_000)) }
    try terminal.keys("j")
    try terminal.wait(for: "changing.elf: changed while it was read")
    try terminal.keys("w", "q")
    try terminal.wait(for: "status 1")
  }

  /// A terminal that goes away ends the program, even one that was started with SIGHUP blocked.
  @Test(arguments: [[], [SIGHUP]])
  func aTerminalThatGoesAway(blocked: [Int32]) throws {
    let terminal = try Tmux(blocked: blocked)
    let process = try terminal.start()
    try terminal.close()
    let end = Date().addingTimeInterval(30)
    while kill(process, 0) == 0, Date() < end { usleep(20_000) }
    #expect(kill(process, 0) != 0, "process \(process) lives on")
    if kill(process, 0) == 0 { kill(process, SIGKILL) }
  }
}
