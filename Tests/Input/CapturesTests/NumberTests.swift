import Bytes
import Captures
import Diagnostics
import PageTables
import Recordings
import Testing

/// Hexadecimal numbers of every length and with every wrong byte, through the reader of symbols.
struct NumberTests {
  private static func address(_ bytes: [UInt8]) -> UInt64? {
    let line = bytes + Array(" T a".utf8)
    guard let table = try? SymbolFile.read(FileBytes(name: "s", line)) else { return nil }
    return table.address(of: "a")?.rawValue
  }

  @Test func everyLength() {
    for count in 1...18 {
      for text in ["fedcba9876543210ff", "0123456789abcdef01", "ABCDEFabcdef000000", "000000000000000001"] {
        let digits = String(text.prefix(count))
        #expect(
          Self.address(Array(digits.utf8)) == (count <= 16 ? UInt64(digits, radix: 16) : nil), "\(digits)")
      }
    }
  }

  @Test func everyByteInEveryPlace() {
    for place in 0..<9 {
      for byte in UInt8.min...UInt8.max where byte != 0x20 && byte != 0x0a {
        var digits = Array("123456789".utf8)
        digits[place] = byte
        let isDigit = byte < 0x80 && Character(Unicode.Scalar(byte)).isHexDigit
        let expected = isDigit ? UInt64(String(decoding: digits, as: UTF8.self), radix: 16) : nil
        #expect(Self.address(digits) == expected, "byte \(byte) at \(place)")
      }
    }
  }
}
