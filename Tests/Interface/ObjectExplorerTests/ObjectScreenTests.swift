import Canvas
import Chassis
import ObjectExplorer
import TestSupport
import Testing

/// Whole screens, as files to read: `Screens/<moment>.<size>.<glyphs>.txt`.
///
/// `RECORD=1 swift test --disable-xctest --filter ObjectScreenTests` writes them anew and still fails; read the
/// difference before committing it.
@Suite struct ObjectScreenTests {
  /// A state worth looking at: a name and the keys that lead there.
  struct Moment: Sendable, CustomTestStringConvertible {
    let name: String
    let keys: String

    var testDescription: String { name }
  }

  private static let moments = [
    Moment(name: "start", keys: ""), Moment(name: "entries", keys: "Tab j"), Moment(name: "entry", keys: "Tab Enter"),
    Moment(name: "detail", keys: "Enter"), Moment(name: "section", keys: "g"),
  ]

  private static let others = [
    Moment(name: "help", keys: "?"), Moment(name: "folded", keys: "g h j h"),
    Moment(name: "filter", keys: "m n o t e s Enter"), Moment(name: "pti", keys: "d d"),
    Moment(name: "nopti", keys: "d"), Moment(name: "prompt", keys: ": d e s i g n Space p"),
    Moment(name: "shell", keys: "d d Tab x"),
  ]

  @Test(arguments: moments)
  func everySize(moment: Moment) throws {
    for (width, height) in [(40, 12), (80, 24), (120, 40)] {
      try expect(Checking.explorer(Checking.kernel, width, height), moment, "\(width)x\(height)")
    }
  }

  @Test(arguments: others)
  func oneSize(moment: Moment) throws {
    try expect(Checking.explorer(), moment, "80x24")
  }

  @Test func aDump() throws {
    let explorer = try Checking.explorer(dump: Checking.dump())
    expect(explorer, Moment(name: "dump", keys: "/ t s s Enter Enter"), "80x24")
  }

  private func expect(_ explorer: ObjectExplorer, _ moment: Moment, _ size: String) {
    var explorer = explorer
    explorer.press(moment.keys)
    explorer.settle()
    for (glyphs, suffix) in [(Glyphs.unicode, "utf8"), (.ascii, "ascii")] {
      let text = explorer.screen(glyphs).joined(separator: "\n") + "\n"
      expectGolden(text, "Screens/\(moment.name).\(size).\(suffix).txt")
    }
  }
}
