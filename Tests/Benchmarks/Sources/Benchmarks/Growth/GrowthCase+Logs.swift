extension GrowthCase {
  /// Step logs, and the files of names beside them.
  static var logs: [GrowthCase] {
    [
      GrowthCase("steps LOG", .ordinary, 20_000) { ["steps", try calls($0, in: $1)] },
      GrowthCase("steps LOG --flips", .ordinary, 20_000) { ["steps", try calls($0, in: $1), "--flips"] },
      GrowthCase("steps LOG --format json", .ordinary, 10_000) {
        ["steps", try calls($0, in: $1), "--format", "json"]
      },
      GrowthCase("steps LOG --design unified", .ordinary, 20_000) {
        ["steps", try calls($0, in: $1), "--design", "unified", "--flips"]
      },
      GrowthCase("compare LOG", .ordinary, 20_000) { ["compare", try calls($0, in: $1)] },
      GrowthCase("steps LOG, values that never repeat", .hostile, 10_000) { ["steps", try values($0, in: $1)] },
      GrowthCase("compare LOG, calls that never repeat", .hostile, 500) {
        ["compare", try differentCalls($0, in: $1)]
      },
      GrowthCase("steps LOG, one row of accesses", .hostile, 20_000) { ["steps", try accesses($0, in: $1)] },
      GrowthCase("steps LOG, one long field", .hostile, 500_000) {
        [
          "steps",
          try $1.write("\(header)0,0x1000,\(String(repeating: "s", count: $0)),3,0x1000,0x0,nop,,\n", to: "g.csv"),
        ]
      },
      GrowthCase("steps LOG, symbols", .ordinary, 50_000) { size, folder in
        let map = (0..<size).map { "\(hex($0 * 16, from: 0xffff_ffff_8100_0000)) T symbol_\($0)\n" }.joined()
        return ["steps", try calls(1000, in: folder), "--symbols", try folder.write(map, to: "g.map")]
      },
      GrowthCase("steps LOG, symbols at one address", .hostile, 50_000) { size, folder in
        let map = (0..<size).map { "ffffffff81000000 T symbol_\($0)\n" }.joined()
        return ["steps", try calls(1000, in: folder), "--symbols", try folder.write(map, to: "g.map")]
      },
      GrowthCase("steps LOG, objects that overlap", .hostile, 10_000) { size, folder in
        let rows = (0..<size).map {
          "0x\(hex($0 * 8, from: 0xffff_8880_1000_0000)),0x\(hex(($0 + size) * 8, from: 0xffff_8880_1000_0000)),slab,o\($0)\n"
        }
        _ = try folder.write("start,end,kind,name\n" + rows.joined(), to: "names/objects.csv")
        return ["steps", try accesses(2000, in: folder), "--objects", "\(folder.path)/names"]
      },
    ]
  }

  private static let header = "step,rip,symbol,cpl,cr3,rsp,insn,accesses,note\n"

  /// An address in sixteen hexadecimal digits.
  static func hex(_ offset: Int, from base: UInt64 = 0) -> String {
    let digits = String(base + UInt64(offset), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// System calls of ten instructions, with two flips each, as under PTI.
  private static func calls(_ rows: Int, in folder: InputFolder) throws -> String {
    var text = header
    for row in 0..<rows {
      let place = row % 10
      let isUser = place == 0
      let cr3 = place < 3 || place > 7 ? "0x55f000" : "0x55e000"
      let rip = isUser ? "0x60001230" : "0xffffffff8140\(1000 + place)"
      text += "\(row),\(rip),symbol_\(place),\(isUser ? 3 : 0),\(cr3),0x7ffc78233e68,"
      text += isUser ? "syscall,,syscall getpid\n" : "nop,R:0xffff888007a06014:8,\n"
    }
    return try folder.write(text, to: "g.csv")
  }

  /// Rows of which each has another CR3, symbol, instruction and note.
  private static func values(_ rows: Int, in folder: InputFolder) throws -> String {
    let lines = (0..<rows).map {
      "\($0),0x\(hex($0, from: 0x1000)),symbol_\($0),\($0 % 2 * 3),0x\(hex(($0 + 1) << 13)),0x\($0),insn \($0),,syscall s\($0)\n"
    }
    return try folder.write(header + lines.joined(), to: "g.csv")
  }

  /// Two rows a system call, of which each has another name.
  private static func differentCalls(_ calls: Int, in folder: InputFolder) throws -> String {
    let rows = (0..<calls).map {
      "\($0 * 2),0x1000,,3,0x1000,0x0,syscall,,\n\($0 * 2 + 1),0xffffffff81000000,call_\($0),0,0x1000,0x0,,,\n"
    }
    return try folder.write(header + rows.joined(), to: "g.csv")
  }

  /// One row with many accesses.
  private static func accesses(_ count: Int, in folder: InputFolder) throws -> String {
    let words = (0..<count).map { "R:0x\(hex($0 * 8, from: 0xffff_8880_1000_0000)):8:name_\($0)" }.joined(
      separator: ";")
    return try folder.write(
      "\(header)0,0x1000,s,0,0x1000,0x0,nop,\(words),\n1,0x1001,s,0,0x1000,0x0,nop,,\n", to: "g.csv")
  }
}
