import Bytes
import Testing

/// Comparing two ranges of one file.
struct SpanCompareTests {
  @Test(arguments: [
    (0..<2, 2..<4, true), (0..<2, 4..<6, false), (0..<2, 0..<3, false), (1..<1, 6..<6, true),
    (0..<2, 5..<7, false),
    (-1..<1, 1..<3, false),
  ])
  func ranges(a: Range<Int>, b: Range<Int>, isEqual: Bool) {
    let bytes = FileBytes(name: "t", Array("ababcd".utf8))
    #expect(bytes.withBytes { span in span.isEqual(a, b) } == isEqual)
  }
}
