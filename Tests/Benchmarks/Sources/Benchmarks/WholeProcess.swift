import Foundation

/// Measures `cr3scope` as a user runs it, next to the C yardstick where there is one.
struct WholeProcess {
  let runner: Runner
  /// The built `cr3scope`; nothing is available if it does not exist.
  let tool: String
  let yardstick: String
  let samples: String

  func measure(into report: inout Report) {
    compare("(a) maps, 1,048,576 pages that do not merge", core: "permuted.elf", into: &report)
    compare("(b) maps, 16,777,216 pages in 16 runs", core: "merging.elf", into: &report)
    single("(c) maps, 64 GiB of holes", ["maps", path("sparse.elf"), "--format", "json"], into: &report)
    single(
      "(d) steps, the last ten rows of 1,000,000",
      ["steps", path("steps.csv"), "--from", "999990", "--to", "999999"], limit: 1, into: &report)
    let sample = "\(samples)/captures/dump/core-user.elf"
    single("maps samples/captures/dump/core-user.elf", ["maps", sample], limit: 0.06, into: &report)
    measureTours(into: &report)
    measureObjects(into: &report)
  }

  /// The section check of an object of the size of a kernel's; its findings make the exit status 1.
  private func measureObjects(into report: inout Report) {
    let object = path("kernel.o")
    let what = "(g) check, 21 MB with 405,840 relocations"
    single(what, ["check", object], limit: 1, memoryLimit: 200 << 20, status: 1, into: &report)
    single(
      "(h) the closure of one system call", ["check", object, "--closure", "__x64_sys_call_220"], limit: 1,
      into: &report)
    single("(i) the closures of all 500", ["check", object, "--entries"], limit: 10, into: &report)
  }

  /// The tours that ship, and one that steps through a long run.
  private func measureTours(into report: inout Report) {
    let tours = (try? FileManager.default.contentsOfDirectory(atPath: "\(samples)/tours"))?.sorted() ?? []
    single(
      "(e) replay --check, all \(tours.count) tours", ["replay", "--check"] + tours.map { "\(samples)/tours/\($0)" },
      limit: 1,
      into: &report)
    let scenario = "events:\n  - repeat: 3000\n    events:\n      - syscall: read\n"
    let steps = "open long.yaml\n" + String(repeating: "step\n", count: 100_000) + "expect step 100000\n"
    try? scenario.write(toFile: path("long.yaml"), atomically: true, encoding: .utf8)
    try? steps.write(toFile: path("steps.tour"), atomically: true, encoding: .utf8)
    single("(f) replay --check, 100,000 steps", ["replay", "--check", path("steps.tour")], limit: 1, into: &report)
  }

  /// Whether the tool has a command, told by its help.
  private func has(_ command: String) -> Bool {
    _ = runner.run([tool, command, "--help"], output: "help")
    let help = (try? String(contentsOfFile: path("help"), encoding: .utf8)) ?? ""
    return help.contains("USAGE")
  }

  private func path(_ name: String) -> String { "\(runner.folder)/\(name)" }

  private func compare(_ what: String, core: String, into report: inout Report) {
    let commands =
      !has("maps")
      ? [[yardstick, path(core)]]
      : [[yardstick, path(core)], [tool, "maps", path(core), "--format", "json"]]
    let runs = runner.inTurns(commands)
    guard let reference = runs[0] else {
      report.addMissing("\(what): C")
      return
    }
    let size = (try? FileManager.default.attributesOfItem(atPath: path(core))[.size] as? Int) ?? 0
    report.add("\(what): C", text(reference))
    report.add("    peak memory beyond the file", Report.mebibytes(max(0, reference.peakBytes - size)))
    guard let own = runs.dropFirst().first ?? nil else {
      report.addMissing("    cr3scope")
      return
    }
    report.add("    cr3scope", text(own))
    let ratio = own.fastest / reference.fastest
    report.add(
      "    cr3scope / C", limit: "3",
      String(format: "%.2f of min, %.2f of median", ratio, own.median / reference.median), isMet: ratio <= 3)
    let beyond = max(0, own.peakBytes - size)
    report.add(
      "    cr3scope: peak memory beyond the file", limit: "128 MiB", Report.mebibytes(beyond),
      isMet: beyond <= 128 << 20)
    let isEqual = answersAreEqual(commands)
    report.add("    cr3scope: answer", limit: "as C", isEqual ? "equal" : "differs", isMet: isEqual)
  }

  private func single(
    _ what: String, _ arguments: [String], limit: Double? = nil, memoryLimit: Int? = nil, status: Int = 0,
    into report: inout Report
  ) {
    let limitText = limit.map { String(format: "%.0f ms", $0 * 1000) } ?? ""
    guard has(arguments[0]), let runs = runner.inTurns([[tool] + arguments], count: 5, status: status)[0] else {
      report.addMissing(what, limit: limitText)
      return
    }
    if let limit {
      report.add(what, limit: limitText, text(runs), isMet: runs.median <= limit)
    } else {
      report.add(what, text(runs))
    }
    let peak = Report.mebibytes(runs.peakBytes)
    guard let memoryLimit else { return report.add("    peak memory", peak) }
    report.add("    peak memory", limit: Report.mebibytes(memoryLimit), peak, isMet: runs.peakBytes <= memoryLimit)
  }

  private func text(_ runs: [Run]) -> String {
    "min \(Report.milliseconds(runs.fastest)), median \(Report.milliseconds(runs.median))"
  }

  /// Whether the outputs list the same mappings, field by field in the order of the yardstick.
  private func answersAreEqual(_ commands: [[String]]) -> Bool {
    struct Answer: Decodable, Equatable {
      struct Mapping: Decodable, Equatable {
        var start, end, physical: String
        var pages, page_size: UInt64
        var rights: String
        var user, global: Bool
        var `class`: String?
        var `repeat`: UInt64
      }
      var tables, leaves: UInt64
      var mappings: [Mapping]
    }
    let answers = commands.enumerated().map { number, command in
      let name = "answer.\(number)"
      _ = runner.run(command, output: name)
      return (try? Data(contentsOf: URL(fileURLWithPath: path(name)))).flatMap {
        try? JSONDecoder().decode(Answer.self, from: $0)
      }
    }
    return answers[0] != nil && answers[0] == answers[1]
  }
}
