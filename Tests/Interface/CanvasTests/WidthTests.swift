import Canvas
import Testing

struct WidthTests {
  @Test(
    arguments: [
      ("a", 1), ("~", 1), ("é", 1), ("\u{301}", 0), ("\u{AD}", 0), ("\u{200B}", 0), ("\u{FE0F}", 0),
      ("\u{1160}", 0), ("\u{1100}", 2), ("─", 1), ("▶", 1), ("…", 1), ("\u{231A}", 2), ("\u{25FD}", 2),
      ("\u{25FC}", 1), ("\u{2E80}", 2), ("\u{303F}", 1), ("あ", 2), ("\u{302A}", 0), ("한", 2), ("Ａ", 2),
      ("ｱ", 1), ("😀", 2), ("\u{1F3FB}", 2), ("\u{3FFFD}", 2), ("\u{3FFFE}", 1), ("\u{10FFFF}", 1), ("\0", 1),
      ("\u{202E}", 1), ("\u{E0041}", 0),
    ] as [(Unicode.Scalar, Int)])
  func columns(scalar: Unicode.Scalar, columns: Int) {
    #expect(Width.columns(of: scalar) == columns)
  }

  /// Rough counts from Unicode 14.0: a table out of order would find far fewer.
  @Test func everyScalarHasOneOfThreeWidths() {
    var counts = [0, 0, 0]
    for value in 0...UInt32(0x10FFFF) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      counts[Width.columns(of: scalar)] += 1
    }
    #expect(counts[2] > 180_000 && counts[2] < 200_000)
    #expect(counts[0] > 2_000 && counts[0] < 4_000)
  }

  /// A grid and the width of a text agree on where the text ends.
  @Test(arguments: ["", "abc", "a\u{301}", "世界", "x\u{1B}y", "\u{202E}ab", "👩\u{200D}💻"], Glyphs.allCases)
  func agreesWithGrid(text: String, glyphs: Glyphs) {
    var grid = Grid(size: Size(width: 40, height: 1), glyphs: glyphs)
    #expect(grid.write(text, x: 0, y: 0) == Width.columns(of: text))
  }

  @Test(arguments: Glyphs.allCases)
  func marksAreOneColumnAndDistinct(glyphs: Glyphs) {
    let marks = [glyphs.flip, glyphs.fault, glyphs.leak, glyphs.ok]
    #expect(Set(marks).count == marks.count)
    let all =
      marks + [
        glyphs.horizontal, glyphs.vertical, glyphs.teeDown, glyphs.cursor, glyphs.bullet, glyphs.dot, glyphs.expanded,
        glyphs.collapsed, glyphs.up, glyphs.down,
        glyphs.block, glyphs.shade, glyphs.replacement,
      ]
    for mark in all {
      #expect(Width.columns(of: mark) == 1)
      #expect(glyphs == .unicode || mark.isASCII)
    }
    #expect(glyphs == .unicode || glyphs.ellipsis == "..." && glyphs.arrow == "->")
  }
}
