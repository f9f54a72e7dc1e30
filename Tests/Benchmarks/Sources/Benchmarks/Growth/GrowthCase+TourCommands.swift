extension GrowthCase {
  /// Tours that issue one command very often.
  static var tourCommands: [GrowthCase] {
    let lines: [(what: String, size: Int, line: (Int) -> String)] = [
      ("marks with words", 5_000, { "mark m\($0)\nsay \"x\"\n" }),
      ("marks set again", 10_000, { "mark m\($0 % 3)\nstep\nback\n" }),
      ("flips", 5_000, { _ in "next flip\nprevious flip\n" }),
      ("leaks that are not there", 5_000, { _ in "next leak\n" }),
      ("searches", 500, { _ in "search vfs_read\n" }),
      ("searches that find nothing", 500, { _ in "search nosuchthing\n" }),
      ("moves", 5_000, { "goto \($0 % 64)\n" }),
      ("expectations", 5_000, { _ in "expect cpl 3\n" }),
      ("pauses", 5_000, { _ in "say \"x\"\nstep\npause\n" }),
      ("filters", 500, { _ in "filter w&x\nfilter exposed\n" }),
      ("lines joined by backslashes", 10_000, { "say \"a \\\nb \\\nc \($0)\"\n" }),
      ("notes", 50_000, { "# note \($0)\n\n" }),
    ]
    return lines.map { what, size, line in
      GrowthCase("replay --check, \(what)", .hostile, size) { count, folder in
        let text = (0..<count).map(line).joined() + "say \"end\"\n"
        return ["replay", "--check", try folder.write(text, to: "g.tour")]
      }
    } + [
      GrowthCase("replay --check, screens of a comparison", .hostile, 250) { size, folder in
        let acts = Array(repeating: "gate leaf, read jiffies", count: 1_000).joined(separator: ", ")
        let functions = "functions:\n  - {name: leaf, section: .text, acts: []}\n  - {name: f, acts: [\(acts)]}\n"
        let text = functions + "entries: [{name: e, kind: syscall, function: f}]\nevents: [{syscall: e}]\n"
        _ = try folder.write("settings: {gates: scoped}\n" + text, to: "g.yaml")
        let lines = String(repeating: "step\nexpect screen \"step\"\n", count: size)
        return ["replay", "--check", try folder.write("open g.yaml\ncompare pti\n" + lines, to: "g.tour")]
      },
      GrowthCase("replay --check, a tour included often", .hostile, 2_500) { size, folder in
        _ = try folder.write("step\nback\n", to: "inner.tour")
        let text = String(repeating: "source inner.tour\n", count: size) + "say \"end\"\n"
        return ["replay", "--check", try folder.write(text, to: "g.tour")]
      },
    ]
  }
}
