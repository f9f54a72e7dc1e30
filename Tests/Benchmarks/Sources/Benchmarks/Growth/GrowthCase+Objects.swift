extension GrowthCase {
  /// Object files, checked in each way.
  static var objects: [GrowthCase] {
    let graphs = ["ring", "chain", "ladder", "random"].map { kind in
      GrowthCase("check --entries, \(kind)", .hostile, 2_000) { size, folder in
        ["check", try folder.make("hostile", kind, "\(size)", "g.o"), "--entries"]
      }
    }
    let checks: [(kind: String, size: Int)] = [
      ("hub", 10_000), ("names", 50), ("place", 20_000), ("sections", 5_000), ("overlap", 500), ("tables", 500),
      ("archive", 500),
    ]
    return graphs
      + checks.map { kind, size in
        GrowthCase("check, \(kind)", kind == "overlap" ? .refused : .hostile, size) {
          ["check", try $1.make("hostile", kind, "\($0)", "g.o")]
        }
      }
      + [
        GrowthCase("check --format json, hub", .hostile, 10_000) {
          ["check", try $1.make("hostile", "hub", "\($0)", "g.o"), "--format", "json"]
        },
        GrowthCase("check --format sarif, hub", .hostile, 10_000) {
          ["check", try $1.make("hostile", "hub", "\($0)", "g.o"), "--format", "sarif"]
        },
        GrowthCase("check --closure, chain", .ordinary, 5_000) {
          ["check", try $1.make("hostile", "chain", "\($0)", "g.o"), "--closure", "__x64_sys_0"]
        },
        GrowthCase("check --policy, patterns", .hostile, 250) { size, folder in
          let stars = String(repeating: "*x", count: 30)
          let rows = (0..<size).map { "  - {from: \"\(stars)\($0)\", to: \"\(stars)\", reason: r}\n" }
          return [
            "check", try folder.make("hostile", "names", "\(size / 10)", "g.o"),
            "--policy", try folder.write("allow:\n" + rows.joined(), to: "g.yaml"),
          ]
        },
      ]
  }
}
