import Foundation
import Testing
import TestSupport

/// Tours in a real terminal.
@Suite(
  .serialized, .enabled(if: Tmux.isInstalled, "tmux is not installed; '.ci/setup tests' installs it"))
struct TourSessionTests {
  private static let text = """
    # A tour
    # About it.

    # A note.
    say "One word."
    next flip
    mark "the gate"
    say "Two words."
    ask "How many flips?" = flips 4
    goto end
    """

  @Test func forthAndBack() throws {
    let scratch = try Scratch()
    let path = try scratch.write(Self.text, to: "a.tour")
    let terminal = try Tmux()
    let modes = try terminal.modes()
    _ = try terminal.start("replay \(path)")
    try terminal.wait(for: "One word.")
    try terminal.keys("Space")
    try terminal.wait(for: "Two words.")
    #expect(try terminal.screen().contains("A tour  2/5  the gate"))
    try terminal.keys("b")
    try terminal.wait(for: "One word.")
    try terminal.keys("]", "e", "Space")
    try terminal.wait(for: "step 39/86")
    try terminal.keys("q")
    try terminal.wait(for: "step 38/86")
    try terminal.keys("x")
    try terminal.wait(for: "your prediction")
    try terminal.keys("4", "Enter")
    try terminal.wait(for: "Right: you said 4. Flips: 4.")
    try terminal.keys("Space", "q")
    try terminal.wait(for: "status 0")
    #expect(try terminal.screen().contains("1 of 1 prediction was right."))
    #expect(try terminal.modes() == modes)
  }

  @Test func sizesAndSignals() throws {
    let scratch = try Scratch()
    let path = try scratch.write(Self.text, to: "a.tour")
    let terminal = try Tmux(width: 120, height: 40)
    // Straight from the shell, which then knows the job.
    try terminal.enter("clear; \"$P\" replay \(path)")
    try terminal.wait(for: "One word.")
    try terminal.resize(60, 20)
    try terminal.wait(for: "One word.")
    try terminal.keys("C-z")
    try terminal.wait(for: "Stopped")
    try terminal.enter("clear; fg")
    try terminal.wait(for: "One word.")
    try terminal.keys("q")
    try terminal.wait(for: "ready$")
  }

  /// The presenter tells, through a file and through a FIFO, and the second terminal shows notes and answers.
  @Test(arguments: ["", "mkfifo $F; "])
  func following(prepare: String) throws {
    let scratch = try Scratch()
    let path = try scratch.write(Self.text, to: "a.tour")
    let file = scratch.path + "/follow"
    let presenter = try Tmux()
    let follower = try Tmux()
    try presenter.enter("F=\(file); \(prepare)true")
    try follower.enter("\"$P\" replay \(path) --follow \(file)")
    try follower.wait(for: "waiting for the presenter")
    _ = try presenter.start("replay \(path) --present --follow \(file)")
    try follower.wait(for: "A note.")
    try presenter.keys("x", "x")
    try presenter.wait(for: "How many flips?")
    #expect(try !presenter.screen().contains("prediction"))
    try follower.wait(for: "ANSWER")
    #expect(try follower.screen().contains("flips 4"))
    try presenter.keys("q")
    try presenter.wait(for: "status 0")
    try follower.keys("q")
    try follower.wait(for: "ready$")
  }

  @Test func whatWouldBeOverwritten() throws {
    let scratch = try Scratch()
    let path = try scratch.write(Self.text, to: "a.tour")
    let terminal = try Tmux()
    try terminal.enter("clear; \"$P\" replay \(path) --present --follow \(path); echo sta\"\"tus $?")
    try terminal.wait(for: "status 2")
    #expect(try terminal.screen().contains("holds something else"))
    #expect(try scratch.text("a.tour") == Self.text)
  }

  /// A session becomes a tour, which leads to the same step.
  @Test func recording() throws {
    let scratch = try Scratch()
    let terminal = try Tmux()
    try terminal.enter("cd \(scratch.path)")
    _ = try terminal.start("replay --record my.tour \(sample("scenarios/read.yaml"))")
    try terminal.keys("n", "Space", "d", "q")
    try terminal.wait(for: "status 0")
    let tour = try scratch.text("my.tour")
    #expect(
      tour.hasPrefix("# my\n\nopen \(sample("scenarios/read.yaml"))\nagain\nstep\ndesign next\nexpect step "), "\(tour)"
    )
    #expect(try Program.run("replay", "--check", "my.tour", in: scratch.path).status == 0)
    try terminal.enter("clear; \"$P\" replay --record my.tour; echo sta\"\"tus $?")
    try terminal.wait(for: "my.tour: File exists")
    try terminal.wait(for: "status 2")
  }

  /// What the prompt of the explorer opens, saves and plays.
  @Test func fromThePrompt() throws {
    let scratch = try Scratch()
    try scratch.write(Self.text, to: "a.tour")
    let terminal = try Tmux()
    try terminal.enter("cd \(scratch.path)")
    _ = try terminal.start("")
    try terminal.enter(":open \(sample("scenarios/getpid.yaml"))")
    try terminal.wait(for: " getpid")
    try terminal.enter(":open nowhere")
    try terminal.wait(for: "nowhere: no such file")
    try terminal.enter(":screen a.txt")
    try terminal.wait(for: "the screen is in a.txt")
    #expect(try scratch.text("a.txt").contains("getpid"))
    try terminal.enter(":screen a.txt")
    try terminal.wait(for: "a.txt: File exists")
    try terminal.enter(":source a.tour")
    try terminal.wait(for: "One word.")
    try terminal.keys("q")
    try terminal.wait(for: "One word.", gone: true)
    try terminal.enter(":expect flips 3")
    try terminal.wait(for: "expected flips 3, found 0")
    try terminal.keys("q")
    try terminal.wait(for: "status 0")
  }
}
