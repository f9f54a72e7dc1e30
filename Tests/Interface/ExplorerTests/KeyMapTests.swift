import Canvas
import Chassis
import Commands
import Explorer
import Foundation
import Testing
import TestSupport

@Suite struct KeyMapTests {
  @Test func noKeyIsBoundTwice() {
    let keys = Explorer.keys.bindings.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
  }

  /// A key with a line in the table has a name to type in a script, and the line says what it does.
  @Test func everyLineSaysWhatItDoes() {
    for binding in Explorer.keys.bindings {
      #expect(!binding.keys.isEmpty)
      #expect(!binding.help.isEmpty)
      #expect(binding.footer != "")
      for key in binding.keys {
        #expect(!key.name.isEmpty)
        #expect(Key(name: key.name) == key)
        #expect(Explorer.keys.command(for: key, count: nil) == binding.command(nil))
      }
    }
  }

  /// product.md, "Keys", as far as the explorer has them.
  @Test(
    arguments: [
      ("Space", nil, .step(1)), ("Right", 7, .step(7)), ("l", nil, .step(1)), ("b", 2, .back(2)), ("h", nil, .back(1)),
      ("Left", nil, .back(1)), ("n", 10, .again(10)), ("N", nil, .againBack(1)), ("e", nil, .next(.event, 1)),
      ("E", nil, .previous(.event, 1)), ("f", nil, .next(.trouble, 1)), ("F", 3, .previous(.trouble, 3)),
      ("j", 4, .move(4)), ("k", nil, .move(-1)), ("g", nil, .goto(.start)), ("g", 9, .goto(.number(9))),
      ("G", nil, .goto(.end)), ("[", nil, .previous(.mark, 1)), ("]", nil, .next(.mark, 1)), ("PgDn", nil, .page(1)),
      ("PgUp", 2, .page(-2)), ("Tab", nil, .focusNext), ("Shift-Tab", nil, .focusPrevious), ("w", nil, .walk(nil)),
      ("Enter", nil, .choose), ("d", nil, .nextDesign), ("i", nil, .toggle(.inject)), ("u", nil, .undo),
      ("t", nil, .toggle(.toggles)), ("p", nil, .promptProbe), ("v", nil, .toggle(.verdict)), ("T", nil, .toggle(.tlb)),
      ("B", nil, .toggle(.buffers)), ("D", nil, .toggle(.derivation)), ("C", nil, .toggle(.findings)),
      ("Esc", nil, .close), ("m", nil, .promptFilter),
      ("/", nil, .promptSearch),
      (":", nil, .promptCommand), ("?", nil, .help), ("F1", nil, .help), ("y", nil, .copy), ("x", nil, .shell),
      ("Ctrl-L", nil, .redraw), ("Ctrl-Z", nil, .suspend), ("Ctrl-C", nil, .quit), ("q", nil, .quit),
    ] as [(String, Int?, Command)])
  func keys(name: String, count: Int?, command: Command) throws {
    let key = try #require(Key(name: name))
    #expect(Explorer.keys.command(for: key, count: count) == command)
  }

  @Test func aKeyWithoutALine() {
    #expect(Explorer.keys.command(for: .character("%"), count: nil) == nil)
    #expect(Explorer.keys.command(for: .function(12), count: nil) == nil)
  }

  /// The picture of README.md is what the program shows at the first flip.
  @Test func theReadmesPicture() throws {
    let readme = try String(contentsOfFile: samplesFolder + "/../README.md", encoding: .utf8)
    var explorer = try Exploring.first()
    explorer.press("n")
    let picture = "```\n" + explorer.screen().joined(separator: "\n") + "\n```\n"
    #expect(readme.contains(picture), "\(picture)")
  }

  /// The table of README.md is this one. To renew it, paste what the failure prints.
  @Test func theReadmesTable() throws {
    let path = samplesFolder + "/../README.md"
    let readme = try String(contentsOfFile: path, encoding: .utf8)
    guard let start = readme.range(of: "<!-- keys -->\n"), let end = readme.range(of: "<!-- /keys -->") else {
      Issue.record("README.md has no key table between <!-- keys --> and <!-- /keys -->")
      return
    }
    let found = String(readme[start.upperBound..<end.lowerBound])
    #expect(found == KeyTable.markdown, "\(KeyTable.markdown)")
  }
}
