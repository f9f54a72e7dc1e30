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
      ("archive", 500), ("patches", 10_000),
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
        GrowthCase("check --symbols, one name", .hostile, 1_000) { size, folder in
          let map = (0..<size).map { "\(hex($0 * 16, from: 0xffff_ffff_8100_0000)) T undefined\n" }.joined()
          return [
            "check", try folder.make("hostile", "undefined", "\(size)", "g.o"),
            "--symbols", try folder.write(map, to: "g.map"),
          ]
        },
        GrowthCase("check --against, one place", .hostile, 2_000) { size, folder in
          let rows = (0..<size).map { "\($0),0xffffffff81000000,f,0,0x1000\n" }.joined()
          return [
            "check", try folder.make("hostile", "remains", "\(20 * size)", "g.o"), "--closure", "f",
            "--against", try folder.write("step,rip,symbol,cpl,cr3\n" + rows, to: "g.csv"),
          ]
        },
        GrowthCase("check --policy, patterns with question marks", .hostile, 500) { size, folder in
          let begin = String(repeating: "a", count: 60)
          let rows = (0..<size).map {
            "  - {from: \"\(begin)?\(hex($0))*\", to: \"*\(begin)?\(hex($0))\", reason: r}\n"
          }
          return [
            "check", try folder.make("hostile", "names", "\(size / 10)", "g.o"),
            "--policy", try folder.write("allow:\n" + rows.joined(), to: "g.yaml"),
          ]
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
