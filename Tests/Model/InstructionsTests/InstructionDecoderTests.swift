import Instructions
import TestSupport
import Testing

@Suite struct InstructionDecoderTests {
  @Test(arguments: InstructionRows.valid)
  func instructions(bytes: String, expected: String) {
    #expect(decode(bytes)?.text == expected)
  }

  /// What kernels of these years may hold, each as a whole: FRED, MSRs, TDX, SEV-SNP, user interrupts, CET, AMX, AVX-NE,
  /// MOVRS, APX and others. Intel SDM vol. 2, Architecture Instruction Set Extensions (319433); AMD's manual, vol. 3.
  @Test(arguments: [
    "f2 0f 01 ca", "f3 0f 01 ca", "f2 0f 00 f0", "0f 01 c6", "f2 0f 01 c6", "f3 0f 01 c6",
    "c4 e7 7a f6 c0 48 00 00 00", "c4 e7 7b f6 c0 48 00 00 00", "f2 0f 38 f8 c1", "f3 0f 38 f8 c1",
    "c4 e7 7b f8 c0 48 00 00 00", "66 0f 01 cf", "66 0f 01 cc", "66 0f 01 cd", "f3 0f 01 d9", "f2 0f 01 ff",
    "f3 0f 01 ff", "f3 0f 01 fe", "f2 0f 01 fe", "f3 0f 01 fd", "0f 01 fe", "0f 01 ff", "f3 0f 01 ee",
    "f3 0f 01 ef", "f3 0f 01 ed", "f3 0f 01 ec", "f3 0f c7 f0", "f2 0f 01 e8", "0f 01 e8", "f3 0f 3a f0 c0 01",
    "0f 01 c0", "0f 01 c5", "0f 01 cf", "f3 0f 09", "f3 0f 01 ea", "f3 0f 01 e8", "f3 48 0f 1e c8",
    "f3 48 0f ae e8", "f3 0f 1e fa", "f3 48 0f ae 60 08", "66 0f ae f1", "f3 0f ae f1", "f2 0f ae f1", "0f 01 fa",
    "0f 01 fb", "0f 01 fc", "0f 01 fd", "0f 01 d9", "0f 01 dc", "0f 01 de", "c4 e2 79 e6 11", "0f 38 fc 11",
    "66 0f 38 fc 11", "f3 0f 38 fc 11", "48 0f 38 8b 11", "c4 e2 78 49 00", "c4 e2 6a 5c c1", "c4 e2 73 50 c2",
    "c4 e2 77 cb c2", "c4 e2 7a b1 00", "0f 01 c7", "f3 48 0f c7 f8", "c6 f8 01", "c7 f8 00 00 00 00", "0f 01 d6",
    "0f ff c0", "0f b9 c0", "f1", "d5 18 89 c8", "62 f4 fc 18 01 c8", "d5 00 a1 00 00 00 00 00 00 00 00",
    "62 f4 74 18 ff f0",
  ])
  func newerInstructions(bytes: String) {
    #expect(decode(bytes + " 48 8b 05")?.length == bytes.split(separator: " ").count)
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
