import Canvas
import Testing

struct PaletteTests {
  static let colors = [-1, 0, 2, 8, 16, 88, 256, 1 << 24]

  @Test(arguments: Theme.allCases, colors)
  func coloursExist(theme: Theme, colors: Int) {
    let palette = Palette(theme: theme, colors: colors)
    for role in Role.allCases {
      let look = palette.look(of: Style(role))
      for color in [look.foreground, look.background] where color >= 0 { #expect(color < min(256, colors)) }
      #expect(theme != .mono && colors >= 8 || look.foreground == -1 && look.background == -1)
    }
  }

  /// U, E and P, and flip, fault and leak, differ among themselves in every theme.
  @Test(arguments: Theme.allCases, colors)
  func meaningsDiffer(theme: Theme, colors: Int) {
    let palette = Palette(theme: theme, colors: colors)
    for roles in [[Role.user, .exposed, .privateMapping], [.text, .flip, .fault, .leak]] {
      #expect(Set(roles.map { palette.look(of: Style($0)) }).count == roles.count)
    }
  }

  /// The selection is seen on every role.
  @Test(arguments: Theme.allCases, colors)
  func emphasisIsSeen(theme: Theme, colors: Int) {
    let palette = Palette(theme: theme, colors: colors)
    for role in Role.allCases {
      #expect(palette.look(of: Style(role, .reverse)) != palette.look(of: Style(role)))
      #expect(palette.look(of: Style(role, .bold)).attributes.contains(.bold))
      #expect(palette.look(of: Style(role, .underline)).attributes.contains(.underline))
    }
  }

  @Test func blueOrangeAndBold() {
    let palette = Palette(theme: .standard, colors: 256)
    #expect(palette.look(of: Style(.user)) == Look(foreground: 33))
    #expect(palette.look(of: Style(.exposed)) == Look(foreground: 208))
    #expect(palette.look(of: Style(.privateMapping)) == Look(.bold))
    #expect(palette.look(of: Style(.status, .reverse)) == Look([.reverse, .underline]))
  }

  @Test(
    arguments: [
      (ColorUse.automatic, nil, true), (.automatic, "", true), (.automatic, "1", false),
      (.automatic, "0", false),
      (.always, "1", true), (.never, nil, false),
    ] as [(ColorUse, String?, Bool)])
  func noColor(use: ColorUse, value: String?, isOn: Bool) {
    #expect(use.isOn(noColor: value) == isOn)
  }
}
