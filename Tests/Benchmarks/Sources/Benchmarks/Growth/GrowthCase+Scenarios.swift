extension GrowthCase {
  /// Scenarios, and the commands that run them.
  static var scenarios: [GrowthCase] {
    [
      GrowthCase("steps SCENARIO", .ordinary, 250) { ["steps", try events($0, in: $1)] },
      GrowthCase("steps SCENARIO --format json", .ordinary, 250) {
        ["steps", try events($0, in: $1), "--format", "json"]
      },
      GrowthCase("steps SCENARIO, a group that repeats", .hostile, 1000) {
        [
          "steps", try $1.write("events:\n  - repeat: \($0)\n    events:\n      - syscall: read\n", to: "g.yaml"),
          "--flips",
        ]
      },
      GrowthCase("compare SCENARIO", .ordinary, 2_000) { ["compare", try events($0, in: $1)] },
      GrowthCase("compare SCENARIO, two CPUs", .ordinary, 500) { ["compare", try cores($0, in: $1)] },
      GrowthCase("compare SCENARIO, two CPUs that repeat", .hostile, 50_000) { size, folder in
        let calls = (0...1).map { "  - repeat: \(size)\n    events:\n      - {syscall: read, cpu: \($0)}\n" }
        return ["compare", try folder.write(threads + "events:\n" + calls.joined(), to: "g.yaml")]
      },
      GrowthCase("derive SCENARIO, sections", .ordinary, 30) { ["derive", try sections($0, in: $1)] },
      GrowthCase("derive SCENARIO, entries", .hostile, 30) { ["derive", try entries($0, in: $1)] },
      GrowthCase("check SCENARIO, entries", .hostile, 30) { ["check", try entries($0, in: $1)] },
      GrowthCase("steps SCENARIO, one long text", .hostile, 500_000) {
        [
          "steps",
          try $1.write("about: \(String(repeating: "a", count: $0))\nevents: [{syscall: getpid}]\n", to: "g.yaml"),
        ]
      },
      GrowthCase("steps SCENARIO, keys that nobody knows", .refused, 50_000) { size, folder in
        ["steps", try folder.write((0..<size).map { "key\($0): 1\n" }.joined(), to: "g.yaml")]
      },
    ]
  }

  private static let threads = "threads: [A, {name: T, process: A, cpu: 1}]\n"

  private static func events(_ count: Int, in folder: InputFolder) throws -> String {
    let names = ["getpid", "read"]
    let lines = (0..<count).map { "  - syscall: \(names[$0 % 3 % 2])\n" }
    return try folder.write("events:\n" + lines.joined(), to: "g.yaml")
  }

  private static func cores(_ count: Int, in folder: InputFolder) throws -> String {
    let lines = (0..<count).map { "  - {syscall: \($0 % 3 == 0 ? "read" : "getpid"), cpu: \($0 % 2)}\n" }
    return try folder.write(threads + "events:\n" + lines.joined(), to: "g.yaml")
  }

  private static func sections(_ count: Int, in folder: InputFolder) throws -> String {
    let lines = (0..<count).map {
      "  - {name: .data.g\($0), class: exposed-global, address: 0x\(String(0xffff_c900_1000_0000 + UInt64($0) * 0x1000, radix: 16)), pages: 1}\n"
    }
    return try folder.write("sections:\n" + lines.joined() + "events: [{syscall: getpid}]\n", to: "g.yaml")
  }

  private static func entries(_ count: Int, in folder: InputFolder) throws -> String {
    let functions = (0..<count).map { "  - {name: sys_call\($0), section: .text, acts: [read jiffies]}\n" }
    let entries = (0..<count).map { "  - {name: call\($0), kind: syscall, function: sys_call\($0)}\n" }
    let tables = "functions:\n" + functions.joined() + "entries:\n" + entries.joined()
    return try folder.write(tables + "events: [{syscall: call0}]\n", to: "g.yaml")
  }
}
