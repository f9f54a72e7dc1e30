import PageTables
package import Recordings

extension StepNote {
  /// Reads the remarks of a step log, joined with "; ". Those of other wordings remain in the text alone.
  package init(parsing text: String) {
    var flags: Flags = []
    var vector: Int?
    var written: CR3?
    for part in text.utf8.split(separator: UInt8(ascii: ";")) {
      guard part.count >= Self.shortest else { continue }
      let part = Substring(part.drop { $0 == UInt8(ascii: " ") })
      if part.hasPrefix("delivery") {
        flags.insert(.delivery)
        vector = Self.vector(of: part)
      } else if part.hasPrefix("this insn faults") {
        flags.insert(.faults)
      } else if part.hasPrefix("not executed here") {
        flags.insert(.notExecuted)
      } else if part == "AC=1" {
        flags.insert(.alignmentCheck)
      } else if part.hasPrefix("last row") {
        flags.insert(.last)
      } else if part.hasPrefix("cr3 write value 0x") {
        let digits = part.dropFirst("cr3 write value 0x".count).prefix { $0 != " " }
        written = UInt64(digits, radix: 16).map { CR3($0) }
      }
    }
    self.init(text: text, flags: flags, vector: vector, writtenCR3: written)
  }

  /// The bytes of the shortest remark, "AC=1".
  private static let shortest = 4

  /// The number in "delivery vec 14 ..."; nil if there is none from 0 to 255.
  private static func vector(of part: Substring) -> Int? {
    guard part.hasPrefix("delivery vec ") else { return nil }
    let digits = part.dropFirst("delivery vec ".count).prefix { $0.isLetter || $0.isNumber }
    return Int(digits).flatMap { (0...255).contains($0) ? $0 : nil }
  }
}
