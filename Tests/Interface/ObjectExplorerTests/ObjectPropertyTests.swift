import Canvas
import Chassis
import Explorer
import Isolation
import ObjectExplorer
import SectionCheck
import TestSupport
import Testing

@Suite struct ObjectPropertyTests {
  /// Whatever is pressed, at whatever size: nothing traps, the grid has the size of the screen, the cursor is on it.
  @Test func anyKeysAtAnySize() throws {
    let dump = try Checking.dump()
    let start = try Checking.explorer(dump: dump)
    let words = ["filter error", "filter zzz", "design pti", "goto 50%", "goto 3", "search CALL", "move -99", "page 3"]
    withSeeds(12) { random in
      var explorer = start
      for _ in 0..<150 {
        step(&explorer, words, &random)
        let grid = explorer.draw(glyphs: Bool.random(using: &random) ? .ascii : .unicode)
        #expect(grid.size == explorer.state.size)
        #expect(explorer.state.cursor == 0 || explorer.rows.indices.contains(explorer.state.cursor))
        if let cursor = explorer.cursor { #expect(grid.bounds.contains(cursor)) }
      }
    }
  }

  /// Every key and every command on lists that are empty: of findings, of entries, and of both.
  @Test(arguments: [false, true], [false, true])
  func everyKeyOnEmptyLists(hasFindings: Bool, hasEntries: Bool) throws {
    var policy = SectionPolicy.standard
    if !hasEntries { policy.entries = [] }
    let object = hasFindings ? Checking.kernel : Self.clean
    let start = try Checking.explorer(object, policy: policy)
    #expect(start.check.findings.isEmpty == !hasFindings)
    #expect(start.entries.isEmpty == !hasEntries)
    let texts = ["search e", "search zzz", "search", "filter e", "filter zzz", "filter", "again", "goto 50%", "goto 2"]
    for view in ["", "Tab"] {
      var shown = start
      shown.press(view)
      for first in texts {
        for key in ObjectExplorer.keys.bindings.flatMap(\.keys) {
          var explorer: ObjectExplorer = shown
          explorer.command(first)
          explorer.update(.key(key))
          for then in texts { explorer.command(then) }
          #expect(explorer.screen().count == 24)
        }
      }
    }
  }

  /// One exposed function that is an entry and calls nothing.
  private static var clean: ObjectWriter {
    var object = ObjectWriter()
    var code = CodeWriter()
    code.function("__x64_sys_getpid", [])
    code.add(".text..exposed", to: &object)
    return object
  }

  private func step(_ explorer: inout ObjectExplorer, _ words: [String], _ random: inout SplitMix64) {
    let keys =
      ObjectExplorer.keys.bindings.flatMap(\.keys) + [.character("3"), .character("z"), .backspace, .function(9)]
    switch Int.random(in: 0..<20, using: &random) {
    case 0:
      let size = Size(width: Int.random(in: 1...200, using: &random), height: Int.random(in: 1...60, using: &random))
      explorer.update(.resize(size))
    case 1: explorer.update(.idle)
    case 2:
      let place = Point(x: Int.random(in: -1...80, using: &random), y: Int.random(in: -1...24, using: &random))
      let kind = MouseEvent.Kind.allCases.randomElement(using: &random) ?? .click
      explorer.update(.key(.mouse(MouseEvent(kind, at: place))))
    case 3: explorer.command(words.randomElement(using: &random) ?? "")
    default: explorer.update(.key(keys.randomElement(using: &random) ?? .enter))
    }
  }

  /// Names are cleaned where they are read; what a terminal might obey does not reach the grid.
  @Test func aHostileName() throws {
    var object = ObjectWriter()
    var code = CodeWriter()
    let text = object.addSection(".text\u{1b}[2J", [.allocated, .execute], [0xc3])
    let evil = object.addSymbol("evil\u{1b}[31m\u{202e}\u{7}\r\n\u{9b}", .function, in: text, size: 1, isGlobal: true)
    code.function("__x64_sys_\u{1b}]0;title\u{7}", [.call(evil)])
    code.add(".text..exposed\u{8}\u{8}", to: &object)
    for keys in ["", "Enter", "Esc Tab", "Enter", "Esc Tab g", "x", "y"] {
      var explorer = try Checking.explorer(object)
      explorer.settle()
      explorer.press(keys)
      let grid = explorer.draw(glyphs: .unicode)
      for line in grid.lines {
        #expect(!line.unicodeScalars.contains { Width.isControl($0) })
      }
      #expect(explorer.check.findings.count == 1)
    }
  }

  /// Only visible rows are drawn: ten thousand findings are no slower than ten.
  @Test func manyFindings() throws {
    var object = ObjectWriter()
    var code = CodeWriter()
    let text = object.addSection(".text", [.allocated, .execute], [0xc3])
    let callee = object.addSymbol("callee", .function, in: text, size: 1, isGlobal: true)
    for number in 0..<500 { code.function("f\(number)", Array(repeating: .call(callee), count: 10)) }
    code.add(".text..exposed", to: &object)
    var explorer = try Checking.explorer(object)
    #expect(explorer.check.findings.count == 5000)
    #expect(explorer.rows.count == 5501)
    explorer.press("G")
    #expect(explorer.finding?.from.symbol == "f499")
    #expect(explorer.screen().count == 24)
  }
}
