import Bytes
import Testing

/// RFC 4648, section 10.
struct Base64Tests {
  @Test func testVectors() {
    let vectors: [(StaticString, String)] = [
      ("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob"),
      ("Zm9v\nYmFy", "foobar"),
    ]
    for (text, expected) in vectors {
      #expect(Base64.decode(text).map { String(decoding: $0, as: UTF8.self) } == expected)
    }
    #expect(Base64.decode("+/8=") == [0xfb, 0xff])
    #expect(Base64.decode("Zm9*") == nil)
  }
}
