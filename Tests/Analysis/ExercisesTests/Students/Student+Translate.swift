import Exercises
import Testing

extension Student {
  /// A naive walk: one table after the other, each bit as the sheet has it.
  static func translate(_ exercise: Exercise) throws -> [String] {
    var memory: [UInt64: UInt64] = [:]
    for row in exercise.tables[0].rows {
      memory[try hexadecimal(row[1]) + 8 * (try #require(UInt64(row[2])))] = try hexadecimal(row[4])
    }
    let root = try hexadecimal(parameter("cr3", exercise))
    return try exercise.questions.map { question in
      let words = question.text.split(separator: " ")
      let address = try hexadecimal(try #require(words.last))
      return walk(address, isUser: words[1] == "3", verb: words[2], root: root, memory)
    }
  }

  private static func walk(
    _ address: UInt64, isUser: Bool, verb: Substring, root: UInt64, _ memory: [UInt64: UInt64]
  ) -> String {
    let sign = address >> 47
    guard sign == 0 || sign == 0x1ffff else { return "#GP: there is no walk" }
    var code = (verb == "writes" ? 2 : 0) + (isUser ? 4 : 0) + (verb == "fetches" ? 16 : 0)
    func fault(_ place: String) -> String { "#PF 0x\(String(code, radix: 16)) (\(meaning(code, verb))), \(place)" }
    var table = root
    var isUserPage = true
    var denied: Int?
    for level in [4, 3, 2, 1] {
      let shift = UInt64(12 + 9 * (level - 1))
      let entry = memory[table + address >> shift % 512 * 8] ?? 0
      if entry & 1 == 0 { return fault("level \(level)") }
      let isUS = entry & 4 != 0
      isUserPage = isUserPage && isUS
      let denies = isUser && !isUS || verb == "writes" && entry & 2 == 0 || verb == "fetches" && entry >> 63 == 1
      if denies && denied == nil { denied = level }
      let base = entry & 0x000f_ffff_ffff_f000
      if level == 1 || level < 4 && entry & 0x80 != 0 {
        code += 1
        if let denied { return fault("level \(denied)") }
        if !isUser && isUserPage { return fault("denied by CR4, not by a level") }
        let size = 1 << shift as UInt64
        let physical = String(base / size * size + address % size, radix: 16)
        return "physical address 0x" + String(repeating: "0", count: 16 - physical.count) + physical
      }
      table = base
    }
    return "?"
  }
}
