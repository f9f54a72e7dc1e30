extension GrowthCase {
  /// Memory dumps, in each format; what is counted are tables, or program headers and notes.
  static var dumps: [GrowthCase] {
    let formats = ["text", "json", "csv", "ptdump", "tlb"]
    let ordinary = formats.map { format in
      GrowthCase("maps CORE --format \(format)", .ordinary, 500) {
        ["maps", try core("plain", $0, in: $1), "--format", format]
      }
    }
    let shared = formats.map { format in
      GrowthCase("maps CORE --format \(format), tables shared at random", .hostile, 500) {
        ["maps", try core("layers5", $0, in: $1), "--format", format]
      }
    }
    return ordinary + shared + [
      GrowthCase("maps CORE --filter", .ordinary, 500) {
        ["maps", try core("plain", $0, in: $1), "--filter", "w&x|phys:0x7a06000"]
      },
      GrowthCase("walk CORE", .ordinary, 500) { ["walk", try core("plain", $0, in: $1), "1000", "--cpl", "3"] },
      hostile("entries to any table", "random", 500), hostile("the same with five levels", "random5", 500),
      hostile("tables that are not there", "missing", 500), hostile("any tables under both roots", "pairs", 500),
      hostile("program headers", "segments", 10_000), hostile("program headers that overlap", "overlap", 10_000),
      hostile("notes", "notes", 5_000),
    ]
  }

  private static func hostile(_ what: String, _ kind: String, _ size: Int) -> GrowthCase {
    GrowthCase("maps CORE, \(what)", .hostile, size) { ["maps", try core(kind, $0, in: $1)] }
  }

  private static func core(_ kind: String, _ count: Int, in folder: InputFolder) throws -> String {
    try folder.make("cores", kind, "\(count)", "g.elf")
  }
}
