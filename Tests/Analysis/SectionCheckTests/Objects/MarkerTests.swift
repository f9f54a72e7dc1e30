import Diagnostics
import Isolation
import SectionCheck
import TestSupport
import Testing

/// Markers of private work, and references around them.
struct MarkerTests {
  private static let text = ".text..exposed"
  /// MOV RAX, [RIP], of 7 bytes with its field at 3.
  private static let load: [UInt8] = [0x48, 0x8b, 0x05, 0, 0, 0, 0]

  /// Functions `f0`, `f1` and so on, each with some loads of private data: `loads` of 7 bytes, and no more.
  private static func object(loads: [Int]) -> SmallObject {
    var object = SmallObject()
    for (number, count) in loads.enumerated() {
      object.add("f\(number)", in: text, [])
      for _ in 0..<count { object.append(load, to: text, [.init(3, .relative32, "secret", -4)]) }
    }
    object.add("secret", in: ".data", [UInt8](repeating: 0, count: 8))
    return object
  }

  struct Case: Sendable {
    /// How many loads each function has.
    var loads: [Int]
    /// The markers, from the start of the section.
    var marks: [(edge: String, offset: Int)]
    /// Where findings are left.
    var found: [String]
    /// Where markers are no pair.
    var unpaired: [String] = []
  }

  @Test(
    arguments: [
      // Between the markers, and behind them.
      Case(loads: [3], marks: [("begin", 7), ("end", 14)], found: ["f0+0x3", "f0+0x11"]),
      Case(loads: [2], marks: [("begin", 0), ("end", 14)], found: []),
      // The field is what lies between: one byte past the end is outside, one before it inside.
      Case(loads: [1], marks: [("begin", 0), ("end", 3)], found: ["f0+0x3"]),
      Case(loads: [1], marks: [("begin", 0), ("end", 4)], found: []),
      Case(loads: [1], marks: [("begin", 3), ("end", 7)], found: []),
      Case(loads: [1], marks: [("begin", 4), ("end", 7)], found: ["f0+0x3"]),
      // Two pairs, one inside of the other, one behind the other at the same place.
      Case(loads: [4], marks: [("begin", 0), ("end", 7), ("begin", 14), ("end", 21)], found: ["f0+0xa", "f0+0x18"]),
      Case(loads: [4], marks: [("begin", 0), ("begin", 7), ("end", 14), ("end", 21)], found: ["f0+0x18"]),
      Case(loads: [3], marks: [("begin", 0), ("end", 7), ("begin", 7), ("end", 14)], found: ["f0+0x11"]),
      // Nothing between them, before a pair that counts.
      Case(loads: [1], marks: [("begin", 7), ("end", 7)], found: ["f0+0x3"]),
      Case(loads: [3], marks: [("begin", 0), ("end", 0), ("begin", 7), ("end", 14)], found: ["f0+0x3", "f0+0x11"]),
      // The end of a function is the start of the next.
      Case(loads: [1, 1], marks: [("begin", 0), ("end", 7)], found: ["f1+0x3"]),
      Case(loads: [1, 1], marks: [("begin", 7), ("end", 14)], found: ["f0+0x3"]),
      Case(loads: [1, 1], marks: [("begin", 6), ("end", 7)], found: ["f0+0x3", "f1+0x3"]),
      // From one function into the next: no pair, nothing is let go.
      Case(
        loads: [1, 1], marks: [("begin", 0), ("end", 14)], found: ["f0+0x3", "f1+0x3"], unpaired: ["f0+0x0", "f1+0x7"]),
      // Without an end, without a begin, the wrong way round.
      Case(loads: [1], marks: [("begin", 0)], found: ["f0+0x3"], unpaired: ["f0+0x0"]),
      Case(loads: [1], marks: [("end", 7)], found: ["f0+0x3"], unpaired: ["f0+0x7"]),
      Case(
        loads: [2], marks: [("end", 7), ("begin", 8)], found: ["f0+0x3", "f0+0xa"], unpaired: ["f0+0x7", "f0+0x8"]),
    ])
  func pairs(row: Case) throws {
    var object = Self.object(loads: row.loads)
    for mark in row.marks { object.mark(mark.edge, in: Self.text, at: mark.offset) }
    let check = try ObjectCheck(object)
    #expect(
      check.lines
        == row.found.map {
          "a.o: error: \($0): reference to private secret (.data) from exposed text (\(Self.text)) [DATA]"
        })
    #expect(check.suppressed == row.loads.reduce(0, +) - row.found.count)
    #expect(check.notices.map(\.severity) == row.unpaired.map { _ in .warning })
    #expect(
      check.notices.map(\.message)
        == row.unpaired.map {
          "a.o: \($0): private_begin() and private_end() are no pair here; nothing is let go because of it"
        })
  }

  /// What cannot be decoded between markers is let go, but not what lies behind them.
  @Test(arguments: [(2, 2), (3, 1), (4, 0)]) func undecodedBytesBehindTheEnd(end: Int, left: Int) throws {
    var object = SmallObject()
    object.add("f", in: Self.text, [0x90, 0x06, 0x90, 0xc3])
    object.mark("begin", in: Self.text, at: 1)
    object.mark("end", in: Self.text, at: end)
    let words = left == 1 ? "1 byte is" : "\(left) bytes are"
    #expect(
      try ObjectCheck(object).lines
        == (left == 0
          ? []
          : [
            "a.o: warning: f+0x\(end): not decoded from +0x\(end) on: \(words) no known instruction (.text..exposed) [BLIND]"
          ]))
  }

  /// Calls, addresses and undefined symbols between markers count as well; what is no finding does not.
  @Test func allKinds() throws {
    var object = SmallObject()
    object.add(
      "foo", in: Self.text, [0xe8, 0, 0, 0, 0, 0xbf, 0, 0, 0, 0] + Self.load + Self.load,
      .init(1, .plt32, "work", -4), .init(6, .absolute32, "secret"), .init(13, .relative32, "elsewhere", -4),
      .init(20, .relative32, "open", -4))
    object.add("work", in: ".text", [0xc3])
    object.add("secret", in: ".data", [0])
    object.add("open", in: ".data..exposed", [0])
    object.mark("begin", in: Self.text, at: 0)
    object.mark("end", in: Self.text, at: 24)
    let check = try ObjectCheck(object)
    #expect(check.lines == [] && check.suppressed == 3 && check.notices == [])
  }

  /// What cannot be read behind the markers is said, though the same stands between them: MOV RAX, GS:[40] twice.
  @Test func blindSpots() throws {
    let read: [UInt8] = [0x65, 0x48, 0x8b, 0x04, 0x25, 0x28, 0, 0, 0]
    var object = SmallObject()
    object.add("foo", in: Self.text, read + read + [0xc3])
    object.mark("begin", in: Self.text, at: 0)
    object.mark("end", in: Self.text, at: 9)
    let words = "1 operand is a number behind FS or GS: nobody can tell which variable that is (.text..exposed) [BLIND]"
    let check = try ObjectCheck(object)
    #expect(check.lines == ["a.o: warning: foo+0x9: " + words] && check.suppressed == 1)
  }

  /// Alternatives and jump labels count at what they patch.
  @Test func patches() throws {
    var object = SmallObject()
    object.add("foo", in: Self.text, [UInt8](repeating: 0x90, count: 24) + [0xc3])
    object.add("secret", in: ".data", [UInt8](repeating: 0, count: 8))
    for place in [0, 14] {
      object.addAlternative(14, of: Self.text, at: place, Self.load, .init(3, .relative32, "secret", -4))
    }
    object.mark("begin", in: Self.text, at: 0)
    object.mark("end", in: Self.text, at: 7)
    let check = try ObjectCheck(object)
    #expect(check.findings.map(\.from.place) == ["foo+0xe"] && check.suppressed == 1)
  }
}
