import Canvas
import Captures
import Chassis
import Commands
import Execution
import Explorer
import Isolation
import PageTables
import Recordings
import ScenarioModel
import Timelines
import Verdicts

/// Times what no outside process can see, and prints a line each: name, limit, measured, unit.
///
/// Arguments: a core, and optionally a long step log. `Tests/Benchmarks/run` calls it.
@main
struct Main {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    measureFrames()
    try measureScenarios()
    try measureDesigns()
    try measureComparison()
    if let core = arguments.first { try measureWalk(core) }
    if let log = arguments.dropFirst().first { try measureLongLog(log) }
  }

  private static func measureFrames() {
    let timeline = Timeline(BuiltIn.recording())
    var explorer = Explorer(timeline, shellName: "", size: Size(width: 200, height: 60))
    let draw = median(of: 300) { consume(explorer.draw(glyphs: .unicode)) }
    report("draw one 200x60 frame", limit: 1, draw / 1000, "ms")
    let key = median(of: 300) {
      if explorer.state.step >= timeline.count - 1 { explorer.update(.command(.goto(.start))) }
      explorer.update(.key(.character(" ")))
      consume(explorer.draw(glyphs: .unicode))
    }
    report("step and draw, 200x60", limit: 1, key / 1000, "ms")
  }

  /// A long scenario under each design, and one on two CPUs: to run and judge it, and to go anywhere in it.
  private static func measureScenarios() throws {
    for design in Design.all { try measure(design, siblings: false) }
    try measure(.unified, siblings: true)
    var short = Scenario.first
    short.events = (0..<11).flatMap { _ in Scenario.first.events }
    let steps = try ScenarioRun.record(ScenarioRun.Setup(short)).recording.steps.count
    let change = median(of: 20) {
      if let run = try? ScenarioRun.record(ScenarioRun.Setup(short)) { consume(Judge(Timeline(run))) }
    }
    report("run \(steps) steps under another design", limit: 16, change / 1000, "ms")
  }

  private static func measure(_ design: Design, siblings: Bool) throws {
    let clock = ContinuousClock()
    var scenario = Scenario.first
    scenario.design = design
    scenario.events = (0..<12_000).flatMap { _ in Scenario.first.events }
    if siblings { scenario.threads.append(.init("T", process: 0, cpu: 1)) }
    let setup = ScenarioRun.Setup(scenario)
    var timeline = Timeline(Recording(name: "", start: BuiltIn.recording().start, hasTables: false))
    let run = try clock.measure { timeline = Timeline(try ScenarioRun.record(setup)) }
    let judge = Judge(timeline)
    var survey = StepSurvey()
    let judging = clock.measure { survey.extend(to: timeline.count, with: judge) }
    // 300,000 steps a second.
    let each = microseconds(run + judging) / Double(timeline.count)
    let name = "\(design)\(siblings ? " on two CPUs" : ""), \(timeline.count) steps"
    report("run and judge \(name), each", limit: 3.333, each, "us")
    report("    of which to run it", limit: 3.333, microseconds(run) / Double(timeline.count), "us")
    var step = 1
    let state = median(of: 200) {
      step = (step &* 1_103_515_245 &+ 12345) % timeline.count
      consume(timeline.run?.system(at: step))
    }
    report("    the system at any step", limit: 16, state / 1000, "ms")
    var explorer = Explorer(timeline, shellName: "", size: Size(width: 120, height: 40))
    let jump = median(of: 200) {
      step = (step &* 1_103_515_245 &+ 12345) % timeline.count
      explorer.update(.command(.goto(.number(step))))
      consume(explorer.draw(glyphs: .unicode))
    }
    report("    go to any step and draw", limit: 16, jump / 1000, "ms")
  }

  /// The same moment under the next design, in a scenario of 1,000 steps; and a step with all that a large screen shows.
  private static func measureDesigns() throws {
    var scenario = Scenario.first
    scenario.events = (0..<12).flatMap { _ in Scenario.first.events }
    let timeline = Timeline(try ScenarioRun.record(ScenarioRun.Setup(scenario)))
    var explorer = Explorer(timeline, shellName: "", size: Size(width: 120, height: 40))
    let change = median(of: 60) {
      explorer.update(.command(.goto(.percent(50))))
      explorer.update(.command(.nextDesign))
      consume(explorer.draw(glyphs: .unicode))
    }
    report("change the design of \(timeline.count) steps and draw", limit: 16, change / 1000, "ms")
    let undo = median(of: 20) {
      explorer.update(.command(.undo))
      consume(explorer.draw(glyphs: .unicode))
    }
    report("undo that and draw", limit: 16, undo / 1000, "ms")
    explorer.update(.resize(Size(width: 200, height: 60)))
    let step = median(of: 200) {
      explorer.update(.command(explorer.state.step < explorer.timeline.count - 1 ? .step(1) : .goto(.start)))
      consume(explorer.draw(glyphs: .unicode))
    }
    report("step the scenario and draw, 200x60", limit: 16, step / 1000, "ms")
  }

  /// The same 100,000 events under every design. What repeats itself is not run again; two CPUs never do.
  private static func measureComparison() throws {
    let clock = ContinuousClock()
    var scenario = Scenario.first
    scenario.events = (0..<33_334).flatMap { _ in Scenario.first.events }
    let setup = ScenarioRun.Setup(scenario)
    let designs = Design.all
    var steps = 0
    let time = try clock.measure {
      steps = try Comparison(of: setup, designs: designs).rows.reduce(0) { $0 + ($1.tally?.counts[.steps] ?? 0) }
    }
    report(
      "compare 100,000 events under \(designs.count) designs, \(steps) steps", limit: 2, microseconds(time) / 1e6, "s")
    scenario.threads.append(.init("T", process: 0, cpu: 1))
    scenario.events = (0..<3_334).flatMap { _ in Scenario.first.events }
    let two = ScenarioRun.Setup(scenario)
    let other = try clock.measure { consume(try Comparison(of: two, designs: designs)) }
    report("compare 10,000 events on two CPUs", limit: 2, microseconds(other) / 1e6, "s")
  }

  private static func measureWalk(_ path: String) throws {
    let recording = try InputFile.open(path).recording
    let machine = recording.start
    // Four addresses that are mapped, far from each other.
    let mappings = Mappings(memory: machine.memory, controls: machine.controls)
    let addresses = (0..<4).map { mappings[$0 * (mappings.count - 1) / 3].start }
    guard let core = machine.memory.base as? CoreMemory else { return }
    let walker = Walker(memory: core, controls: machine.controls)
    let count = 1_000_000
    var sum: UInt64 = 0
    let translation = median(of: 9) {
      for index in 0..<count { sum &+= walker.translate(addresses[index & 3])?.physical.rawValue ?? 0 }
    }
    report("one translation on a mapped core, warm", limit: 12, translation * 1000 / Double(count), "ns")
    let walk = median(of: 9) {
      for index in 0..<count { sum &+= walker.walk(addresses[index & 3]).physical?.rawValue ?? 0 }
    }
    report("the same, with every entry kept", limit: 24, walk * 1000 / Double(count), "ns")
    consume(sum)
  }

  private static func measureLongLog(_ path: String) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let timeline = Timeline(try InputFile.open(path))
    var explorer = Explorer(timeline, shellName: path, size: Size(width: 120, height: 40))
    consume(explorer.draw(glyphs: .unicode))
    report("open \(timeline.count) steps and draw", limit: 1, microseconds(clock.now - start) / 1e6, "s")
    var step = 1
    let jump = median(of: 200) {
      step = (step &* 1_103_515_245 &+ 12345) % timeline.count
      explorer.update(.command(.goto(.number(step))))
      consume(explorer.draw(glyphs: .unicode))
    }
    report("go to any step and draw", limit: 16, jump / 1000, "ms")
  }

  /// The median time of `body` in microseconds.
  private static func median(of count: Int, _ body: () -> Void) -> Double {
    let clock = ContinuousClock()
    let times = (0..<count).map { _ in microseconds(clock.measure(body)) }
    return times.sorted()[count / 2]
  }

  private static func microseconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) * 1e6 + Double(duration.components.attoseconds) / 1e12
  }

  private static func report(_ what: String, limit: Double, _ measured: Double, _ unit: String) {
    print("\(what)\t\(limit)\t\((measured * 1000).rounded() / 1000)\t\(unit)")
  }

  /// Keeps the optimiser from dropping what is measured.
  @inline(never)
  private static func consume<Value>(_ value: Value) {}
}
