import Canvas
import Foundation
import Replay
import Testing

/// Drawings: what browsers require of them, and readers.
@Suite struct SVGExportTests {
  @Test func isXMLWithEveryElement() throws {
    let counts = try WellFormed.elements(Exporting.export(.svg, SmallExportTests.stops))
    #expect(counts == ["svg": 3, "title": 1, "style": 1, "rect": 5, "path": 1, "text": 12])
    #expect(try WellFormed.elements(Exporting.export(.svg, Exporting.tour()))["svg"] == 3)
  }

  /// Scalars that no XML document may contain, in a title and on a screen.
  @Test func forbiddenScalars() throws {
    var grid = Grid(size: Size(width: 12, height: 1))
    grid.write("a\u{FFFE}b\u{FFFF}c\u{1}", x: 0, y: 0)
    var stop = Exporting.stop(grid)
    stop.mark = "m\u{1B}]0;x\u{7}"
    let text = Exporting.export(.svg, [stop], title: "\u{0}<t>\u{1B}")
    #expect(try WellFormed.elements(text)["title"] == 1)
    #expect(text.contains("<title>\u{FFFD}&lt;t&gt;\u{FFFD}</title>"))
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value >= 0xFFFE })
  }

  /// Lines of several rows are one stroke, so that no rounding leaves gaps; another ink begins another path.
  @Test func linesAreOneStroke() {
    var grid = Grid(size: Size(width: 3, height: 4))
    for y in 0..<4 { grid.put("│", x: 1, y: y, style: Style(.border)) }
    grid.write("─┼─", x: 0, y: 1, style: Style(.border))
    grid.put("│", x: 2, y: 3, style: Style(.borderFocused))
    let paths = Exporting.export(.svg, [Exporting.stop(grid)]).split(separator: "\n").filter { $0.hasPrefix("<path") }
    #expect(
      paths == [
        #"<path class="border" d="M0 26.5H27M13.5 0V72"/>"#, #"<path class="focus b" d="M22.5 54V72"/>"#,
      ])
  }

  /// Bars are drawn too; words with one blank between them stay together, and what is underlined stays whole.
  @Test func pieces() {
    var grid = Grid(size: Size(width: 12, height: 2))
    grid.write("██░ a b  c→", x: 0, y: 0)
    grid.write("a  b ", x: 0, y: 1, style: Style(.text, .underline))
    let text = Exporting.export(.svg, [Exporting.stop(grid)], isAlone: true)
    let drawn = text.replacing(#" lengthAdjust="spacingAndGlyphs""#, with: "").split(separator: "\n")
    #expect(
      drawn.suffix(8) == [
        #"<rect x="0" y="0" width="18" height="18"/>"#,
        #"<rect x="18" y="0" width="9" height="18" fill-opacity="0.25"/>"#,
        #"<text x="36" y="14" textLength="27">a b</text>"#, #"<text x="81" y="14" textLength="9">c</text>"#,
        #"<text x="90" y="14" textLength="9">→</text>"#, #"<text class="u" x="0" y="32" textLength="45">a  b </text>"#,
        "</svg>", "</svg>",
      ])
  }

  @Test func themes() {
    func drawing(_ theme: Theme) -> String {
      let palette = Palette(theme: theme, colors: 256)
      return Exporting.export(.svg, [Exporting.stop(Exporting.small)], isAlone: true, palette: palette)
    }
    #expect(drawing(.standard).contains("prefers-color-scheme:dark"))
    #expect(!drawing(.projector).contains("prefers-color-scheme:dark"))
    #expect(drawing(.standard).contains(#"<text class="exposed" x="9""#))
    // Without colours E is underlined, and a leak reversed.
    #expect(drawing(.mono).contains(#"<text class="u" x="9""#))
    #expect(drawing(.mono).contains(#"<text class="paper b" x="81""#))
    #expect(!drawing(.mono).contains(#"class="user"#))
  }
}

// MARK: Contrast

extension SVGExportTests {
  /// WCAG 2.1, success criterion 1.4.3, in both schemes: letters on paper, letters reversed, captions, and leaks.
  @Test(arguments: [0, 1])
  func contrast(scheme: Int) throws {
    let text = Exporting.export(.svg, [])
    let parts = text.split(separator: "@media")
    let colors = Self.colors(in: parts[scheme])
    let paper = try #require(colors[".paper"])
    let fixed: Set = [".paper", ".page", ".alarm", ".white"]
    #expect(colors.count == 14)
    for (name, color) in colors where !fixed.contains(name) {
      #expect(Self.contrast(color, paper) >= 4.5, "\(name)")
    }
    #expect(Self.contrast(try #require(colors["svg"]), try #require(colors[".page"])) >= 4.5)
    #expect(Self.contrast(try #require(colors[".white"]), try #require(colors[".alarm"])) >= 4.5)
  }

  private static func colors(in style: Substring) -> [String: UInt32] {
    style.split(separator: "\n").reduce(into: [:]) { colors, line in
      let parts = line.split(separator: "{color:#")
      guard parts.count == 2, let value = UInt32(parts[1].prefix(6), radix: 16) else { return }
      colors[String(parts[0])] = value
    }
  }

  private static func contrast(_ one: UInt32, _ other: UInt32) -> Double {
    let (dark, light) = (min(luminance(one), luminance(other)), max(luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
  }

  private static func luminance(_ color: UInt32) -> Double {
    let channels = [16, 8, 0].map { shift in
      let value = Double(color >> UInt32(shift) & 255) / 255
      return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
  }
}
