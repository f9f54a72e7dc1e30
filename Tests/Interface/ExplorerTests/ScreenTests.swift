import Canvas
import Chassis
import Explorer
import Isolation
import TestSupport
import Testing

/// Whole screens, as files to read: `Screens/<moment>.<size>.<glyphs>.txt`.
///
/// `RECORD=1 swift test --disable-xctest --filter ScreenTests` writes them anew and still fails; read the
/// difference before committing it.
@Suite struct ScreenTests {
  /// A state worth looking at: a name and the keys that lead there.
  struct Moment: Sendable, CustomTestStringConvertible {
    let name: String
    let keys: String
    var sample = ""

    var testDescription: String { name }
  }

  private static let sizes = [(40, 12), (80, 24), (120, 40), (200, 60)]

  private static let moments = [
    Moment(name: "start", keys: ""),
    Moment(name: "flip", keys: "n"),
    Moment(name: "step-9", keys: "9 Space"),
    Moment(name: "help", keys: "n ?"),
    Moment(name: "walk", keys: "9 Space w"),
    Moment(name: "only-shared", keys: "n o o o"),
  ]

  /// One size is enough for these.
  private static let others = [
    Moment(name: "map-filter", keys: "9 Space Tab m e x p o s e d Enter"),
    Moment(name: "prompt", keys: ": g o t o Space 5 0 %"),
    Moment(name: "dump", keys: "", sample: "dump/core-user.elf"),
    Moment(name: "dump-walk", keys: "Tab w", sample: "dump/core-user.elf"),
    Moment(name: "fault", keys: "", sample: "pti/pagefault.csv"),
    Moment(name: "leak", keys: "", sample: "nopti/getpid.csv"),
    Moment(name: "nested-interrupt", keys: "5 9 Space", sample: "pti/irq-kernel.csv"),
    Moment(name: "process-switch", keys: "2 n", sample: "pti/switch.csv"),
    Moment(name: "pcid-flip", keys: "n", sample: "pcid/getpid.csv"),
  ]

  /// The built-in scenario.
  private static let scenarioMoments = [
    Moment(name: "first-start", keys: ""),
    Moment(name: "first-flip", keys: "n"),
    Moment(name: "first-under-pti", keys: "n d"),
    Moment(name: "first-leak-verdict", keys: "d d G v"),
    Moment(name: "first-injected", keys: "d g 2 Space i Enter n"),
    Moment(name: "first-compare", keys: "n c"),
  ]

  private static let scenarioOthers = [
    Moment(name: "first-inject-menu", keys: "d g 2 Space i"),
    Moment(name: "first-toggles", keys: "t j Enter"),
    Moment(name: "first-tlb", keys: "n T"),
    Moment(name: "first-buffers", keys: "d d G b B"),
    Moment(name: "first-derivation", keys: "n D"),
    Moment(name: "first-findings", keys: "C"),
    Moment(name: "first-probe", keys: "p p a g e Space c a c h e Enter"),
    Moment(name: "first-help", keys: "?"),
  ]

  /// Two threads of a core.
  private static let siblingMoments = [
    Moment(name: "siblings-flip", keys: "n"),
    Moment(name: "siblings-held", keys: "n 2 5 Space"),
  ]

  @Test(arguments: siblingMoments)
  func everySizeOfSiblings(moment: Moment) throws {
    for (width, height) in Self.sizes {
      expect(try Exploring.siblings(.unified, width, height), moment, "\(width)x\(height)")
    }
  }

  @Test func otherDesigns() throws {
    expect(try Exploring.siblings(.asi3), Moment(name: "siblings-asi3", keys: "4 n"), "80x24")
    expect(try Exploring.siblings(.gasi), Moment(name: "siblings-gasi", keys: "n"), "80x24")
    expect(try Exploring.siblings(.gasi), Moment(name: "siblings-compare", keys: "n c"), "80x24")
    expect(try Exploring.cookies(), Moment(name: "siblings-idle", keys: "e 9 Space"), "80x24")
    expect(try Exploring.broken(), Moment(name: "broken", keys: "f"), "80x24")
  }

  @Test(arguments: scenarioMoments)
  func everySizeOfTheScenario(moment: Moment) throws {
    for (width, height) in Self.sizes {
      expect(try Exploring.first(width, height), moment, "\(width)x\(height)")
    }
  }

  @Test(arguments: scenarioOthers)
  func oneSizeOfTheScenario(moment: Moment) throws {
    expect(try Exploring.first(), moment, "80x24")
  }

  @Test(arguments: moments)
  func everySize(moment: Moment) {
    for (width, height) in Self.sizes {
      expect(Exploring.builtIn(width, height), moment, "\(width)x\(height)")
    }
  }

  @Test(arguments: others)
  func oneSize(moment: Moment) throws {
    expect(moment.sample.isEmpty ? Exploring.builtIn() : try Exploring.sample(moment.sample), moment, "80x24")
  }

  private func expect(_ explorer: Explorer, _ moment: Moment, _ size: String) {
    var explorer = explorer
    explorer.press(moment.keys)
    for (glyphs, suffix) in [(Glyphs.unicode, "utf8"), (.ascii, "ascii")] {
      let text = explorer.screen(glyphs).joined(separator: "\n") + "\n"
      expectGolden(text, "Screens/\(moment.name).\(size).\(suffix).txt")
    }
  }
}
