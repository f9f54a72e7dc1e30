import Bytes
import Testing

/// Searching a file for one of two bytes, against the plain loop.
struct SpanSearchTests {
  @Test func everyRangeOfATextWithTrickyBytes() {
    let text: [UInt8] =
      [0x2c, 0x2d, 0xac, 0x2b, 0x00, 0x0a, 0x01, 0xff, 0x80] + Array("abcdefgh,jk\nmnopqrstu\n".utf8)
    FileBytes(name: "t", text).withBytes { span in
      for start in 0...text.count {
        for end in start...text.count + 2 {
          let expected = text[..<min(end, text.count)].dropFirst(start).firstIndex {
            $0 == 0x2c || $0 == 0x0a
          }
          #expect(span.firstIndex(of: 0x2c, or: 0x0a, in: start..<end) == expected ?? min(end, text.count))
        }
      }
      #expect(span.firstIndex(of: 0, or: 0, in: 0..<9) == 4)
    }
  }

  @Test func wordsBeforeAnOffset() {
    FileBytes(name: "t", Array(1...9)).withBytes { span in
      #expect(span.word(before: 9) == 0x0908_0706_0504_0302)
      #expect(
        [span.word(before: 8), span.word(before: 7), span.word(before: 10)] == [
          0x0807_0605_0403_0201, nil, nil,
        ])
    }
  }
}
