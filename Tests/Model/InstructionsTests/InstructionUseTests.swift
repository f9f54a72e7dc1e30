import Instructions
import Testing

@Suite struct InstructionUseTests {
  @Test(arguments: [
    ("e8 00 00 00 00", 1, Instruction.Use.call),
    ("e9 00 00 00 00", 1, .jump),
    ("0f 84 00 00 00 00", 2, .conditionalJump),
    ("c7 f8 00 00 00 00", 2, .conditionalJump),
    ("ff 15 00 00 00 00", 2, .indirectCallOperand),
    ("ff 24 c5 00 00 00 00", 3, .indirectJumpOperand),
    ("48 8b 05 00 00 00 00", 3, .memory),
    ("65 8b 04 25 00 00 00 00", 4, .memory),
    ("48 a3 00 00 00 00 00 00 00 00", 2, .memory),
    ("81 3d 00 00 00 00 00 00 00 00", 2, .memory),
    ("81 3d 00 00 00 00 00 00 00 00", 6, .address),
    ("48 8d 05 00 00 00 00", 3, .address),
    ("0f 18 0d 00 00 00 00", 3, .address),
    ("0f b9 05 00 00 00 00", 3, .address),
    ("48 c7 c7 00 00 00 00", 3, .address),
    ("48 b8 00 00 00 00 00 00 00 00", 2, .address),
    ("68 00 00 00 00", 1, .address),
    ("e8 00 00 00 00", 0, nil),
    ("e8 00 00 00 00", 2, nil),
    ("48 8b 05 00 00 00 00", 7, nil),
    ("0f 0f 05 00 00 00 00 9e", 7, nil),
    ("90", 0, nil),
  ])
  func use(bytes: String, offset: Int, expected: Instruction.Use?) throws {
    #expect(try #require(decode(bytes)).use(ofFieldAt: offset) == expected)
  }
}
