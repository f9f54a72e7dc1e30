import TestSupport
import Testing

/// Scenarios on the command line: every command takes one, `--design` and `--set` change it, and errors exit with 2.
@Suite(.serialized) struct ScenarioCommandTests {
  @Test func everyCommandTakesOne() throws {
    let read = "scenarios/read.yaml"
    let flips = try Program.run("steps", read, "--flips", in: samplesFolder)
    #expect(flips.status == 0 && flips.complaints.isEmpty)
    #expect(flips.output.contains("E>P") && flips.output.contains("gate_syscall+0x20"))
    let pti = try Program.run("steps", read, "--flips", "--design", "pti", in: samplesFolder)
    #expect(pti.status == 0)
    #expect(pti.output.contains("U>K") && pti.output.contains("entry_SYSCALL_64+0x20"))
    let maps = try Program.run("maps", read, "--space", "user", in: samplesFolder)
    #expect(maps.status == 0 && maps.output.contains("ffffffff81400000"))
    let walk = try Program.run("walk", read, "0xffffffff81000000", in: samplesFolder)
    #expect(walk.status == 0 && walk.output.contains("denied at level 2"))
    let pipe = try Program.shell("\"$P\" steps - --flips < \(read)", in: samplesFolder)
    #expect(pipe.status == 0 && pipe.output == flips.output)
  }

  /// Under every design each row has a class, and the direct map is private, whatever the tables share: in a scenario it is
  /// the class of the section under the scope.
  @Test(arguments: [("unified", "E"), ("unified", "P"), ("gasi", "R"), ("pti", "K"), ("nopti", "K")])
  func classesOfMaps(design: String, space: String) throws {
    let read = "scenarios/read.yaml"
    let maps = try Program.run("maps", read, "--design", design, "--space", space, "--format", "csv", in: samplesFolder)
    let rows = maps.output.split(separator: "\r\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(maps.status == 0 && rows.count > 10)
    #expect(rows.allSatisfy { ["U", "E", "P"].contains($0[8]) })
    #expect(rows.filter { $0[0] == "0xffff888000000000" }.allSatisfy { $0[8] == "P" })
    let exposed = try Program.run(
      "maps", read, "--design", design, "--space", space, "--filter", "exposed", "--format", "csv", in: samplesFolder)
    #expect(exposed.output.split(separator: "\r\n").dropFirst().count == rows.count { $0[8] == "E" })
  }

  @Test func settings() throws {
    let gate = "scenarios/missing-gate.yaml"
    let strict = try Program.run("steps", gate, "--flips", in: samplesFolder)
    #expect(
      strict.complaints
        == "cr3scope: warning: the run ends early: BUG in sysvec_rekey: exposed code reached for what is "
        + "private; a gate is missing\n")
    let lenient = try Program.run("steps", gate, "--flips", "--set", "faults=lenient", in: samplesFolder)
    #expect(lenient.status == 0 && lenient.complaints.isEmpty)
  }

  @Test(arguments: [
    (
      "steps bad.yaml",
      "bad.yaml:1:9: error: 'ptii' for design; expected nopti, pti, asi3, gasi, unified\n  design: ptii\n          ^"
    ),
    ("maps big.yaml", "big.yaml: is 104857600 bytes long; expected YAML of at most 16 MiB"),
    (
      "steps bug.yaml --design nopti", "bug.yaml: shared-pcid needs two halves: nopti has one space"
    ),
  ])
  func refusals(arguments: String, message: String) throws {
    let scratch = try Scratch()
    try scratch.write("design: ptii\n", to: "bad.yaml")
    try scratch.write("events: []\ndesign: pti\nsettings: {shared-pcid: on}\n", to: "bug.yaml")
    let big = try Program.shell("{ echo 'name: x'; echo '#'; } > big.yaml; truncate -s 100M big.yaml", in: scratch.path)
    #expect(big.status == 0)
    let result = try Program.shell("\"$P\" \(arguments)", in: scratch.path)
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.complaints == "cr3scope: \(message)\n")
  }

  @Test(arguments: [
    ("captures/dump/core-user.elf --design pti", "--design: a dump is not run under a design"),
    ("captures/dump/core-user.elf --set pcid=on", "--set: a dump is not run under a design"),
    ("captures/pti/getpid.csv --set pcid=on", "--set needs --design, under which the log's events are run"),
  ])
  func whatIsNoScenario(arguments: String, message: String) throws {
    let result = try Program.shell("\"$P\" steps \(arguments)", in: samplesFolder)
    let file = arguments.prefix { $0 != " " }
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.complaints == "cr3scope: \(file): \(message)\n")
  }

  @Test(arguments: [
    ("pcid", "cr3scope: --set pcid: expected pcid=on or pcid=off\n"),
    ("gates=no", "cr3scope: --set gates=no: expected gates=sticky or gates=scoped\n"),
    (
      "x=on",
      "cr3scope: --set x=on: there is no setting 'x'; expected one of pcid, verw, idle-verw, smap, smep, "
        + "pte-inversion, gates, faults, text, rdcl, mds, l1tf, kernel-protect, shared-pcid, old-restore, pti-text, "
        + "smt, sync, core-sched, gasi-tlb, gasi-local, asi-map, asi-d1, asi-d2, asi-d4\n"
    ),
  ])
  func settingsThatAreNone(setting: String, message: String) throws {
    let result = try Program.run("steps", "--set", setting, in: samplesFolder)
    #expect(result.status == 2 && result.output.isEmpty && result.complaints.hasPrefix(message))
  }
}
