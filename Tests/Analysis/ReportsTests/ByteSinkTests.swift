import Foundation
import Reports
import Testing

@Suite struct ByteSinkTests {
  @Test(arguments: [
    (UInt64(0), "0"), (7, "7"), (10, "10"), (99_999_999, "99999999"), (100_000_000, "100000000"),
    (100_000_001, "100000001"), (1_234_567_890_123_456_789, "1234567890123456789"),
    (.max, "18446744073709551615"),
  ])
  func decimal(value: UInt64, text: String) {
    #expect(ByteSink.text { $0.append(decimal: value) } == text)
    let padded = String(repeating: " ", count: 21 - text.count) + text
    #expect(ByteSink.text { $0.append(decimal: value, width: 21) } == padded)
  }

  @Test(arguments: [
    (UInt64(0), "0x0000000000000000"), (0x0123_4567_89ab_cdef, "0x0123456789abcdef"),
    (.max, "0xffffffffffffffff"), (0xfedc_ba98_7654_3210, "0xfedcba9876543210"),
  ])
  func address(value: UInt64, text: String) {
    #expect(ByteSink.text { $0.append(address: value) } == text)
    #expect(ByteSink.text { $0.append(physical: value) } == text.suffix(13))
  }

  @Test(arguments: [
    (UInt64(0x1000), "4K"), (1, "1B"), (0x1e_9000, "1956K"), (0x20_0000, "2M"), (0x8000_0000_0000, "128T"),
    (1 << 63, "8E"), (0, "0E"),
  ])
  func size(value: UInt64, text: String) {
    #expect(ByteSink.text { $0.append(size: value) } == text)
    #expect(ByteSink.text { $0.append(size: value, width: 7) }.count == 7)
  }

  @Test(arguments: [
    ("plain", #""plain""#), ("a\"b\\c", #""a\"b\\c""#),
    ("\u{0}\n\u{1f}\u{7f}", #""\u0000\u000a\u001f\u007f""#),
    ("é\u{1F600}", "\"é\u{1F600}\""),
  ])
  func escapes(text: String, expected: String) throws {
    let bytes = ByteSink.collect { $0.append(json: text) }
    #expect(String(decoding: bytes, as: UTF8.self) == expected)
    let read = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
    #expect(read as? String == text)
  }

  @Test(arguments: ["", "1234567", "12345678", "123456789", String(repeating: "é", count: 100)])
  func texts(text: String) {
    #expect(ByteSink.text { $0.append(text) } == text)
    #expect(ByteSink.text { $0.append(text, width: 12) }.utf8.count == max(text.utf8.count, 12))
    #expect(ByteSink.text { $0.append(text, width: 12, alignRight: true) }.hasSuffix(text))
  }

  @Test func cutsALiteralAt128Bytes() {
    let text = String(repeating: "0123456789", count: 14)
    #expect(ByteSink.text { $0.append(Literal(text)) } == text.prefix(128))
  }

  @Test(arguments: [1, 7, 64, 1000]) func handsOverInOrder(capacity: Int) throws {
    let parts = Parts()
    var sink = ByteSink(capacity: capacity) { parts.list.append(bytes($0, $1)) }
    for number in 0..<2000 { sink.append(decimal: UInt64(number)) }
    try sink.finish()
    #expect(parts.list.joined().elementsEqual((0..<2000).map(String.init).joined().utf8))
    #expect(parts.list.allSatisfy { $0.count < capacity + 144 })
  }

  @Test func dropsEverythingAfterAFailure() {
    struct Broken: Error {}
    let parts = Parts()
    var sink = ByteSink(capacity: 8) {
      parts.list.append(bytes($0, $1))
      throw Broken()
    }
    let isOpenAtFirst = sink.isOpen
    for _ in 0..<10 { sink.append("12345678") }
    let isOpenAtLast = sink.isOpen
    #expect(isOpenAtFirst && !isOpenAtLast)
    var failed = false
    do { try sink.finish() } catch { failed = error is Broken }
    #expect(failed)
    #expect(parts.list.count == 1)
  }
}

private final class Parts {
  var list: [[UInt8]] = []
}

/// The first `count` bytes of words, in the order of memory.
private func bytes(_ words: Span<UInt64>, _ count: Int) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: words[$0 / 8].littleEndian >> UInt64($0 % 8 * 8)) }
}
