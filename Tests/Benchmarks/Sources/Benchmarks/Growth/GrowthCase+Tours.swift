extension GrowthCase {
  /// Tours, checked and exported.
  static var tours: [GrowthCase] {
    [
      GrowthCase("replay --check, marks", .hostile, 12_500) { try check($0, $1) { "mark \"m\($0)\"\n" } },
      GrowthCase("replay --check, says", .ordinary, 12_500) { try check($0, $1) { "say \"words \($0)\"\n" } },
      GrowthCase("replay --check, steps", .ordinary, 10_000) { try check($0, $1) { _ in "step\nback\n" } },
      GrowthCase("replay --check, questions", .ordinary, 2_000) {
        try check($0, $1) { "ask \"what \($0)?\" = cpl 3\n" }
      },
      GrowthCase("replay --check, one long line", .refused, 500_000) { size, folder in
        ["replay", "--check", try folder.write("filter \(String(repeating: "(", count: size))\n", to: "g.tour")]
      },
      GrowthCase("replay --format text, says", .ordinary, 1_000) { try export("text", $0, $1) },
      GrowthCase("replay --format json, says", .ordinary, 1_000) { try export("json", $0, $1) },
      GrowthCase("replay --format markdown, says", .ordinary, 1_000) { try export("markdown", $0, $1) },
      GrowthCase("replay --format cast, says", .ordinary, 250) { try export("cast", $0, $1) },
      GrowthCase("replay --format ansi, says", .ordinary, 250) { try export("ansi", $0, $1) },
      GrowthCase("replay --format svg, says", .ordinary, 125) { try export("svg", $0, $1) },
    ]
  }

  private static func check(_ count: Int, _ folder: InputFolder, _ line: (Int) -> String) throws -> [String] {
    ["replay", "--check", try folder.write((0..<count).map(line).joined(), to: "g.tour")]
  }

  private static func export(_ format: String, _ count: Int, _ folder: InputFolder) throws -> [String] {
    let lines = (0..<count).map { "say \"words \($0)\"\nstep\n" }
    return ["replay", try folder.write(lines.joined(), to: "g.tour"), "--format", format]
  }
}
