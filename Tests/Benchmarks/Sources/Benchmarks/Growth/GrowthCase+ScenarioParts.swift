extension GrowthCase {
  /// Scenarios with very many of one thing.
  static var scenarioParts: [GrowthCase] {
    let parts: [(what: String, size: Int, text: (Int) -> String)] = [
      ("functions", 200, { list("functions", $0) { "{name: f\($0), section: .text, acts: [read jiffies]}" } + one }),
      ("one function of many acts", 2_000, { oneFunction(acts: $0) }),
      ("events in one event", 1_000, { nested($0) }),
      ("groups", 1_000, { list("events", $0) { _ in "{repeat: 2, events: [{syscall: getpid}, {irq: timer}]}" } }),
      ("aliases", 2_000, { "events:\n  - &e {syscall: getpid}\n" + String(repeating: "  - *e\n", count: $0) }),
      ("anchors", 2_000, { list("events", $0) { "&e\($0) {syscall: getpid}" } }),
      ("lists in lists", 50_000, { "events: \(String(repeating: "[", count: $0))\n" }),
      ("maps in maps", 50_000, { "events: \(String(repeating: "{a: ", count: $0))\n" }),
      ("an error at the end", 50_000, { list("events", $0) { _ in "syscall: getpid" } + "  - syscall: nosuch\n" }),
    ]
    return parts.map { what, size, text in
      GrowthCase("compare SCENARIO, \(what)", refused.contains(what) ? .refused : .hostile, size) {
        ["compare", try $1.write(text($0), to: "g.yaml")]
      }
    } + [
      GrowthCase("compare SCENARIO, two CPUs out of step", .hostile, 20_000) { size, folder in
        let calls = "{syscall: read}, {syscall: getpid, cpu: 1}, {syscall: read, cpu: 1}"
        let group = "events: [{repeat: \(size), events: [\(calls), {irq: timer}, {fault: demand}]}]\n"
        return ["compare", try folder.write("threads: [A, {name: T, process: A, cpu: 1}]\n" + group, to: "g.yaml")]
      },
      GrowthCase("check SCENARIO, entries that reach all", .hostile, 25) { ["check", try entries($0, in: $1)] },
      GrowthCase("derive SCENARIO, entries that reach all", .hostile, 25) { ["derive", try entries($0, in: $1)] },
      GrowthCase("compare SCENARIO, calls that double", .hostile, 1) { size, folder in
        // Twice the size is one more call: 2 to the power of 12 and more steps.
        let depth = 12 + (0..<4).reduce(0) { $0 + (size >> ($1 + 1) > 0 ? 1 : 0) }
        let functions = (1...depth).map { number in
          "  - {name: f\(number), section: .text, acts: [call f\(number - 1), call f\(number - 1)]}\n"
        }
        let text =
          "functions:\n  - {name: f0, section: .text, acts: [read jiffies]}\n" + functions.joined()
          + "entries: [{name: e, kind: syscall, function: f\(depth)}]\nevents: [{syscall: e}]\n"
        return ["compare", try folder.write(text, to: "g.yaml")]
      },
    ]
  }

  /// So many entries, of functions of their own, which all reach as many others with many acts.
  private static func entries(_ count: Int, in folder: InputFolder) throws -> String {
    let acts = Array(repeating: "read jiffies", count: 20).joined(separator: ", ")
    let calls = (0..<count * 4).map { "call f\($0)" }.joined(separator: ", ")
    let functions =
      (0..<count * 4).map { "  - {name: f\($0), section: .text, acts: [\(acts)]}\n" }
      + ["  - {name: all, section: .text, acts: [\(calls)]}\n"]
      + (0..<count).map { "  - {name: g\($0), section: .text, acts: [call all]}\n" }
    let points = list("entries", count) { "{name: e\($0), kind: syscall, function: g\($0)}" }
    return try folder.write("functions:\n" + functions.joined() + points + one, to: "g.yaml")
  }

  /// What is too deep, or wrong.
  private static let refused: Set = ["lists in lists", "maps in maps", "an error at the end"]

  private static let one = "events: [{syscall: getpid}]\n"

  private static func list(_ key: String, _ count: Int, _ item: (Int) -> String) -> String {
    "\(key):\n" + (0..<count).map { "  - \(item($0))\n" }.joined()
  }

  private static func oneFunction(acts: Int) -> String {
    let list = Array(repeating: "read jiffies", count: acts).joined(separator: ", ")
    return "functions: [{name: f, section: .text, acts: [\(list)]}]\n"
      + "entries: [{name: e, kind: syscall, function: f}]\nevents: [{syscall: e}]\n"
  }

  private static func nested(_ count: Int) -> String {
    let list = Array(repeating: "{at: vfs_read, irq: timer}", count: count).joined(separator: ", ")
    return "events: [{syscall: read, during: [\(list)]}]\n"
  }
}
