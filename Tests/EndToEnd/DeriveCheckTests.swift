import Foundation
import TestSupport
import Testing

/// derive and check as a user runs them.
@Suite struct DeriveCheckTests {
  @Test func derive() throws {
    let text = try Program.run("derive")
    #expect(text.status == 0)
    #expect(text.output.hasPrefix("1 SCOPE unified, of the scenario first\n"))
    let json = try Program.run("derive", "--scope", "pti", "--format", "json")
    #expect(json.status == 0)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let flips = try #require(object["flips"] as? [[String: Any]])
    #expect(flips.first?["site"] as? String == "entry_SYSCALL_64+0x20")
    #expect(flips.first?["direction"] as? String == "E>P")
    #expect(object["design"] as? String == "pti")
  }

  @Test(arguments: ["nopti", "pti", "asi3", "gasi", "unified"])
  func check(design: String) throws {
    let result = try Program.run("check", "--design", design)
    #expect(result.status == 0)
    #expect(result.output == "0 errors, 0 warnings, 0 notes\n")
    let words = "cr3scope: note: \(design) has no gates, so that none can be missing: there was nothing to look at\n"
    #expect(result.complaints == (design == "unified" ? "" : words))
  }

  /// A scenario from a file, with the settings of the command line.
  @Test func files() throws {
    let gate = "scenarios/missing-gate.yaml"
    let found = try Program.run("check", gate, in: samplesFolder)
    #expect(found.status == 1)
    #expect(
      found.output == """
        scenarios/missing-gate.yaml: error: sysvec_rekey+0x8: reference to private master_key (.data..keys) from exposed text (.text..exposed) [DATA]; path: rekey > sysvec_rekey
        1 error, 0 warnings, 0 notes

        """)
    let pti = try Program.run("check", gate, "--design", "pti", in: samplesFolder)
    #expect(pti.status == 0)
    let scoped = try Program.run("derive", gate, "--set", "gates=scoped", in: samplesFolder)
    #expect(scoped.status == 0)
    #expect(scoped.output.contains("4 FLIP POINTS (scoped)\n"))
    #expect(scoped.output.contains("  E  interrupt rekey          it is marked exposed, but sysvec_rekey touches"))
  }

  /// Of the scenarios that ship only the one that is about it has a finding.
  @Test func samplesAreClean() throws {
    let result = try Program.shell(
      "for f in scenarios/*.yaml; do \"$P\" check $f > /dev/null || echo $f; done", in: samplesFolder)
    #expect(result.output == "scenarios/missing-gate.yaml\n")
  }

  @Test(arguments: [("derive", "a scenario"), ("check", "object files or a scenario")])
  func recordingsHaveNoSections(command: String, needs: String) throws {
    for file in ["captures/pti/getpid.csv", "captures/dump/core-user.elf"] {
      let result = try Program.run(command, file, in: samplesFolder)
      #expect(result.status == 2)
      #expect(
        result.complaints
          == "cr3scope: \(file): \(command) needs \(needs); this is a recording, which has no sections\n")
    }
    let wrong = try Program.run(command, "--scope", "moon")
    #expect(wrong.status == 2)
    #expect(
      wrong.complaints.hasPrefix(
        "cr3scope: The value 'moon' is invalid for '--scope <PRESET>'. Please provide one of 'unified', 'pti', 'guest' "
          + "or 'none'.\n"))
  }
}
