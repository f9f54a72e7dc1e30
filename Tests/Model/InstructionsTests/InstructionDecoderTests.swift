import Instructions
import TestSupport
import Testing

@Suite struct InstructionDecoderTests {
  @Test(arguments: InstructionRows.valid)
  func instructions(bytes: String, expected: String) {
    #expect(decode(bytes)?.text == expected)
  }

  @Test(arguments: InstructionRows.invalid)
  func noInstructions(bytes: String) {
    #expect(decode(bytes) == nil)
    // Nor would more bytes make it one.
    #expect(decode(bytes + " 00 00 00 00 00 00 00 00") == nil)
  }

  @Test func whatIsCutOffIsNone() {
    for row in InstructionRows.valid {
      let bytes = bytes(row.bytes)
      for end in 0..<bytes.count {
        #expect(InstructionDecoder.decode(bytes.span, at: 0, end: end) == nil, "\(row.bytes), \(end) bytes")
      }
    }
  }

  @Test func whatStandsAroundDoesNotMatter() {
    for row in InstructionRows.valid {
      let bytes = [0x48, 0x66] + bytes(row.bytes) + [0x0f, 0x38]
      let found = InstructionDecoder.decode(bytes.span, at: 2, end: bytes.count)
      #expect(found?.text == row.expected, "\(row.bytes)")
      #expect(found == InstructionDecoder.decode(bytes.span, at: 2, end: .max), "\(row.bytes)")
    }
  }

  @Test func carelessPlacesAreHarmless() {
    let bytes: [UInt8] = [0x90, 0x90]
    for (offset, end) in [(-1, 2), (2, 2), (3, 2), (1, 1), (1, 0), (.min, .max), (.max, .max), (0, .min)] {
      #expect(InstructionDecoder.decode(bytes.span, at: offset, end: end) == nil, "\(offset), \(end)")
    }
    #expect(InstructionDecoder.decode(bytes.span, at: 1, end: .max)?.length == 1)
  }

  @Test func fifteenBytesAreTheMost() {
    let prefixes = String(repeating: "66 ", count: 13)
    #expect(decode(prefixes + "89 c8")?.length == 15)
    #expect(decode("66 " + prefixes + "89 c8") == nil)
    #expect(decode(String(repeating: "66 ", count: 20)) == nil)
  }

  @Test func onlyTheLastREXCounts() {
    #expect(decode("48 66 b8 00 00")?.text == "5; immediate 3+2")
    #expect(decode("48 41 b8 00 00 00 00")?.text == "7; immediate 3+4")
    #expect(decode("66 48 b8 00 00 00 00 00 00 00 00")?.text == "11; immediate 3+8")
  }

  @Test func everyBeginningIsHarmless() {
    let tails = [
      "", "00", "25 05", "04 25 00 00 00 00", "f8 ff ff ff ff ff ff ff ff ff ff ff ff", "84 c4 62 f1 7d 48 0f 38",
    ]
    for tail in tails.map(bytes) {
      for first in UInt8.min...UInt8.max {
        for second in UInt8.min...UInt8.max { checkFields([first, second] + tail) }
      }
    }
  }

  @Test func randomBytesAreHarmless() {
    withSeeds(4) { random in
      let escapes = ["", "0f", "0f 38", "0f 3a", "c4", "c5", "62", "8f", "66", "48"].map(bytes)
      for _ in 0..<5_000 {
        let escape = escapes[Int.random(in: 0..<escapes.count, using: &random)]
        let count = Int.random(in: 0...16, using: &random)
        checkFields(escape + (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
      }
    }
  }

  /// Checks that the fields of what is decoded lie in it, one after the other, and it before the end.
  private func checkFields(_ bytes: [UInt8]) {
    guard let found = InstructionDecoder.decode(bytes.span, at: 0, end: bytes.count) else { return }
    var isRight = 1...min(15, bytes.count) ~= found.length
    var end = 1
    for field in [found.displacement, found.immediate, found.branch].compactMap({ $0 }) {
      isRight = isRight && field.offset >= end && [1, 2, 4, 8].contains(field.size)
      end = field.offset + field.size
    }
    isRight = isRight && end <= found.length
    // A test for each would take long.
    if !isRight { Issue.record("\(bytes): \(found)") }
  }
}
