import Canvas
import Replay
import Testing
import TestSupport

/// Whole exports of two real screens, as files to read: `Exports/tour.<extension>`.
///
/// `RECORD=1 swift test --disable-xctest --filter ExportGoldenTests` writes them anew and still fails; read the
/// difference before committing it, and look at the drawings in a browser.
@Suite struct ExportGoldenTests {
  @Test(arguments: ExportFormat.allCases)
  func tour(format: ExportFormat) throws {
    let text = Exporting.export(format, try Exporting.tour(), title: "Two spaces & a flip")
    expectGolden(text, "Exports/tour.\(format.fileExtension)")
  }

  @Test(arguments: ExportFormat.allCases)
  func oneStopWithASCIIGlyphs(format: ExportFormat) throws {
    let stop = try #require(try Exporting.tour(.ascii).last)
    expectGolden(
      Exporting.export(format, [stop], title: "One flip", isAlone: true),
      "Exports/moment.ascii.\(format.fileExtension)")
  }

  @Test(arguments: ExportFormat.allCases)
  func aSecondRunWritesTheSameBytes(format: ExportFormat) throws {
    let first = Exporting.export(format, try Exporting.tour())
    #expect(Exporting.export(format, try Exporting.tour()) == first)
  }
}
