import Canvas
import Foundation
import Replay
import Testing

/// Exports for terminals: colours of every depth, and the times of recordings.
@Suite struct TerminalExportTests {
  @Test(
    arguments: [
      (Theme.standard, 256, "^[0;38;5;33mU^[0;1;38;5;231;48;5;160m*^[0m"),
      (.standard, 16, "^[0;94mU^[0;1;97;41m*^[0m"),
      (.standard, 8, "^[0;34mU^[0;1;37;41m*^[0m"),
      (.standard, 0, "U^[0;1;7m*^[0m"),
      (.mono, 256, "U^[0;1;7m*^[0m"),
      (.projector, 256, "^[0;38;5;19;48;5;231mU^[0;1;7;38;5;124;48;5;231m*^[0;38;5;16;48;5;231m ^[0m"),
    ])
  func depths(theme: Theme, colors: Int, line: String) {
    var grid = Grid(size: Size(width: 3, height: 1))
    grid.put("U", x: 0, y: 0, style: Style(.user))
    grid.put("*", x: 1, y: 0, style: Style(.leak))
    let palette = Palette(theme: theme, colors: colors)
    let text = Exporting.export(.ansi, [Exporting.stop(grid)], palette: palette).replacing("\u{1B}", with: "^")
    #expect(text.split(separator: "\n").last.map(String.init) == line)
  }

  /// Nothing but looks: no sequence moves a cursor, and each line ends as it began.
  @Test func onlyLooks() throws {
    for line in Exporting.export(.ansi, try Exporting.tour()).split(separator: "\n") {
      let sequences = line.split(separator: "\u{1B}").dropFirst(line.first == "\u{1B}" ? 0 : 1)
      #expect(sequences.allSatisfy { $0.prefixMatch(of: /\[[0-9;]+m/) != nil })
      #expect(sequences.isEmpty || sequences.last?.hasPrefix("[0m") == true)
    }
  }

  /// Times in milliseconds: fractions add up, and what is no duration is the shortest one.
  @Test func times() throws {
    let seconds = [0.1, 0.2, 0, -1, .nan, 1e-9, .infinity, 2.0004]
    let stops = seconds.enumerated().map { index, seconds in
      var stop = Exporting.stop(Exporting.small, number: index + 1)
      stop.seconds = seconds
      return stop
    }
    let times = Exporting.export(.cast, stops).split(separator: "\n").dropFirst().map { line in
      line.dropFirst().prefix { $0 != "," }
    }
    #expect(
      times == [
        "0.000", "0.001", "0.100", "0.101", "0.300", "0.301", "0.301", "0.302", "0.302", "0.303", "0.303", "0.304",
        "0.304", "0.305", "86400.304", "86400.305", "86402.304",
      ])
  }

  /// Only rows that change are sent, but a screen of another size is sent whole.
  @Test func changedRows() {
    var other = Exporting.small
    other.put("x", x: 11, y: 1)
    var large = Grid(size: Size(width: 14, height: 4))
    large.write("abcdefghijklmn", x: 0, y: 0)
    let stops = [Exporting.small, other, other, large].map { Exporting.stop($0) }
    let outputs = Exporting.export(.cast, stops).split(separator: "\n").filter { $0.contains(#""o""#) }
    #expect(outputs.count == 5)
    #expect(outputs[1].hasPrefix(#"[2.000,"o","\u001b[2;1H\u001b[2K"#) && !outputs[1].contains("[3;1H"))
    #expect(outputs[2] == #"[4.000,"o",""]"#)
    // The recording's size is the header's.
    let cut = #"[6.000,"o","^2J^1;1H^2Kabcdefghijkl^2;1H^2K^3;1H^2K"]"#
    #expect(outputs[3].replacing(#"\u001b["#, with: "^") == cut)
  }

  @Test(arguments: [ExportFormat.cast, .json])
  func everyLineIsJSON(format: ExportFormat) throws {
    var stop = Exporting.stop(Exporting.small)
    stop.narration = "a \"quote\"\nand \\ \u{1B}[31m"
    for line in Exporting.export(format, [stop] + (try Exporting.tour())).split(separator: "\n") {
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
    }
  }

  /// A number is written as one only if JSON has it.
  @Test func facts() {
    var stop = Exporting.stop(Grid(size: Size(width: 1, height: 1)))
    let values = ["0", "-12", "007", "", "-", "0x10", "1e3"]
    stop.facts = values.map { .init($0, $0, isNumber: true) } + [.init("n", "5")]
    #expect(
      Exporting.export(.json, [stop]).contains(
        #""facts":{"0":0,"-12":-12,"007":"007","":"","-":"-","0x10":"0x10","1e3":"1e3","n":"5"}"#))
  }
}
