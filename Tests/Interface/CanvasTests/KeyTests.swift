import Canvas
import Testing

struct KeyTests {
  static let named: [(Key, String)] = [
    (.character("q"), "q"), (.character("G"), "G"), (.character(" "), "Space"), (.character("?"), "?"),
    (.character("@"), "@"), (.character("é"), "é"), (.character("世"), "世"), (.character("F"), "F"),
    (.enter, "Enter"), (.escape, "Esc"), (.tab, "Tab"), (.backTab, "Shift-Tab"), (.backspace, "Backspace"),
    (.delete, "Delete"), (.up, "Up"), (.down, "Down"), (.left, "Left"), (.right, "Right"),
    (.pageUp, "PgUp"), (.pageDown, "PgDn"), (.home, "Home"), (.end, "End"), (.resize, "Resize"),
    (.control("L"), "Ctrl-L"), (.control("@"), "Ctrl-@"), (.control("\\"), "Ctrl-\\"), (.function(1), "F1"),
    (.function(12), "F12"), (.mouse(MouseEvent(.click, at: Point(x: 12, y: 3))), "Click@12,3"),
    (.mouse(MouseEvent(.wheelUp, at: Point(x: 0, y: 0))), "WheelUp@0,0"),
    (.mouse(MouseEvent(.wheelDown, at: Point(x: 1, y: 2))), "WheelDown@1,2"),
  ]

  @Test(arguments: named)
  func namesGoBothWays(key: Key, name: String) {
    #expect(key.name == name)
    #expect(Key(name: name) == key)
  }

  /// What was pasted is not told.
  @Test func aPasteHasNoNameOfItsOwn() {
    #expect(Key.paste("secret").name == "Paste")
  }

  @Test(arguments: [
    "Paste", "", " ", "enter", "Ctrl-", "Ctrl-l", "Ctrl-1", "Ctrl-LL", "F0", "F01", "F-1", "Fx", "Click", "Click@1",
    "Click@1,2,3", "Click@a,b", "Drag@1,2", "qq", "\u{1B}", "\u{7F}", "\u{202E}",
  ])
  func rejectsOtherNames(name: String) {
    #expect(Key(name: name) == nil)
  }
}
