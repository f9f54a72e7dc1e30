import SectionCheck
import TestSupport
import Testing

/// A number behind FS or GS is said to be unknown, and closures promise nothing.
struct VariableTests {
  private static let variable =
    "1 operand is a number behind FS or GS: nobody can tell which variable that is (.text..exposed) [BLIND]"

  /// A number behind FS or GS, in the code or by an absolute symbol: which variable lies there is not in the object.
  @Test func variables() throws {
    let load: [UInt8] = [0x48, 0x8b, 0x04, 0x25, 0x28, 0, 0, 0]
    for object in [
      ExposedFunction.object([0x65] + load + [0xc3]),
      ExposedFunction.object([0x64, 0x48, 0x8b, 0x04, 0x25, 0, 0, 0, 0, 0xc3]),
      ExposedFunction.object([0x65, 0x48, 0xa1, 0x28, 0, 0, 0, 0, 0, 0, 0, 0xc3]),
      ExposedFunction.object([0x65, 0x48, 0x8b, 0x05, 1, 0, 0, 0, 0xc3, 0xcc, 0xcc]),
      ExposedFunction.object([0x65, 0xff, 0x14, 0x25, 0x28, 0, 0, 0, 0xc3]),
      ExposedFunction.object([0x65, 0x8b, 0x04, 0x25, 0, 0, 0, 0, 0xc3], .init(4, .signed32, "number")),
      ExposedFunction.object([0x65, 0x8b, 0x05, 0, 0, 0, 0, 0xc3], .init(3, .relative32, "number", -4)),
    ] {
      let (lines, unknowns) = try ExposedFunction.found(object)
      #expect(lines == ["a.o: warning: f+0x0: " + Self.variable])
      #expect(unknowns.first == "f+0x0 number behind FS or GS")
    }
  }

  /// A function with a stack protector reads the number twice: that is one finding, and one place of the closure.
  ///
  /// Linux 6.12 arch/x86/include/asm/stackprotector.h: the canary is at 40 behind GS.
  @Test func stackProtector() throws {
    let code: [UInt8] = [
      0x65, 0x48, 0x8b, 0x04, 0x25, 0x28, 0, 0, 0, 0x65, 0x48, 0x2b, 0x04, 0x25, 0x28, 0, 0, 0, 0xc3,
    ]
    let (lines, unknowns) = try ExposedFunction.found(ExposedFunction.object(code))
    let words = "2 operands are numbers behind FS or GS: nobody can tell which variables these are"
    #expect(lines == ["a.o: warning: f+0x0: \(words) (.text..exposed) [BLIND]"])
    #expect(unknowns == ["f+0x0 number behind FS or GS"])
  }

  /// Symbols of variables, numbers added to a register, and LEA are none.
  @Test func noVariables() throws {
    var object = ExposedFunction.object([0x65, 0x48, 0x8b, 0x04, 0x25, 0, 0, 0, 0, 0xc3], .init(5, .signed32, "open"))
    object.add("open", in: ".data..percpu..exposed", [UInt8](repeating: 0, count: 8))
    try ExposedFunction.expectNothing(object)
    try ExposedFunction.expectNothing(
      ExposedFunction.object([0x65, 0x48, 0x8b, 0x40, 0x28, 0x65, 0x48, 0x8d, 0x04, 0x25, 0x28, 0, 0, 0, 0xc3]))
  }
}
