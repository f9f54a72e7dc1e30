import Bytes
import Diagnostics
import Testing

/// Compressed input is refused with the command that helps.
struct CompressionTests {
  private func refusal(_ bytes: FileBytes) -> String? {
    do throws(ParseError) {
      try Compression.refuse(bytes)
      return nil
    } catch {
      return error.description
    }
  }

  @Test(
    arguments: [
      ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], "a.elf is xz-compressed; run 'xz -dk a.elf'"),
      ([0x5d, 0, 0, 0x80, 0], "a.elf is lzma-compressed; run 'xz -dk a.elf'"),
      ([0x89, 0x4c, 0x5a, 0x4f, 0, 0x0d, 0x0a, 0x1a, 0x0a], "a.elf is lzop-compressed; run 'lzop -d a.elf'"),
      ([2, 0x21, 0x4c, 0x18], "a.elf is lz4-compressed; run 'lz4 -d a.elf'"),
      ([0x1f, 0x8b, 8], "a.elf is gzip-compressed; run 'gunzip -k a.elf'"),
      ([0x28, 0xb5, 0x2f, 0xfd], "a.elf is zstd-compressed; run 'zstd -d a.elf'"),
      ([0x42, 0x5a, 0x68, 0x39], "a.elf is bzip2-compressed; run 'bunzip2 -k a.elf'"),
      ([0x04, 0x22, 0x4d, 0x18], "a.elf is lz4-compressed; run 'lz4 -d a.elf'"),
      ([0x50, 0x4b, 3, 4], "a.elf is zip-compressed; run 'unzip a.elf'"),
      ([0x7f, 0x45, 0x4c, 0x46], nil), ([0xfd, 0x37], nil), ([], nil),
    ] as [([UInt8], String?)])
  func magicNumbers(bytes: [UInt8], expected: String?) {
    #expect(refusal(FileBytes(name: "a.elf", bytes)) == expected)
  }

  @Test(arguments: [
    ("d/b_1.csv.xz", "run 'xz -dk d/b_1.csv.xz'"), ("\u{e4}.xz", "run 'xz -dk \u{e4}.xz'"),
    ("a b.csv.xz", "run: xz -dk 'a b.csv.xz'"), ("it's.xz", "run: xz -dk 'it'\\''s.xz'"),
    ("$(x).xz", "run: xz -dk '$(x).xz'"), ("-k.xz", "run: xz -dk './-k.xz'"), ("a\u{1b}.xz", "unpack it first"),
  ])
  func namesForTheShell(name: String, advice: String) {
    let bytes = FileBytes(name: name, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])
    #expect(refusal(bytes) == "\(bytes.name) is xz-compressed; \(advice)")
  }

  @Test func standardInput() {
    #expect(
      refusal(FileBytes(name: FileBytes.standardInputName, [0x1f, 0x8b]))
        == "standard input is gzip-compressed; unpack it first")
  }
}
