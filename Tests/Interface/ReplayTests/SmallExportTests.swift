import Canvas
import Replay
import Testing

/// Every format of two small screens, to the last byte.
@Suite struct SmallExportTests {
  static var stops: [Transcript.Stop] {
    var second = Exporting.stop(Exporting.ascii, number: 2, kind: .end)
    second.mark = "last & least"
    return [Exporting.stop(Exporting.small), second]
  }

  @Test func text() {
    #expect(
      Exporting.export(.text, Self.stops) == """
        == 1/2  (a.tour:1)
        ┌─日本─┬──┐
        │<&"> `` b│
        └ u r ─┴─◆┘

        == 2/2  last & least  (a.tour:2)
        +-? -
        | > P  U


        """)
  }

  @Test func ansi() {
    #expect(
      Exporting.export(.ansi, Self.stops).replacing("\u{1B}", with: "^") == """
        ^[0;1m== 1/2  (a.tour:1)^[0m
        ^[0;38;5;242m┌─^[0;38;5;33m日本^[0;38;5;242m─┬──┐^[0m
        ^[0;38;5;242m│^[0;38;5;208m<&">^[0m `` ^[0;1mb^[0;38;5;242m│^[0m
        ^[0;38;5;242m└^[0m ^[0;4mu^[0m ^[0;7;38;5;33mr^[0m ^[0;38;5;242m─┴─^[0;1;38;5;231;48;5;160m◆^[0;38;5;242m┘^[0m

        ^[0;1m== 2/2  last & least  (a.tour:2)^[0m
        ^[0;38;5;242m+-? -^[0m
        | > P  U


        """)
  }

  @Test func json() {
    #expect(
      Exporting.export(.json, Self.stops) == #"""
        {"tour":"Two & two","width":12,"height":3,"stops":2}
        {"stop":1,"kind":"narration","mark":null,"place":"a.tour:1","narration":"","answer":null,"commands":[],\#
        "facts":{},"screen":["┌─日本─┬──┐","│<&\"> `` b│","└ u r ─┴─◆┘"]}
        {"stop":2,"kind":"end","mark":"last & least","place":"a.tour:2","narration":"","answer":null,"commands":[],\#
        "facts":{},"screen":["+-? -","| > P  U",""]}

        """#)
  }

  @Test func cast() {
    let text = Exporting.export(.cast, Self.stops).replacing(#"\u001b["#, with: "^")
    #expect(
      text == #"""
        {"version":2,"width":12,"height":3,"title":"Two & two","env":{"TERM":"xterm-256color"}}
        [0.000,"o","^?25l^0m^H^2J\#
        ^1;1H^2K^0;38;5;242m┌─^0;38;5;33m日本^0;38;5;242m─┬──┐^0m\#
        ^2;1H^2K^0;38;5;242m│^0;38;5;208m<&\">^0m `` ^0;1mb^0;38;5;242m│^0m\#
        ^3;1H^2K^0;38;5;242m└^0m ^0;4mu^0m ^0;7;38;5;33mr^0m \#
        ^0;38;5;242m─┴─^0;1;38;5;231;48;5;160m◆^0;38;5;242m┘^0m"]
        [0.001,"m","1/2 narration"]
        [2.000,"o","^1;1H^2K^0;38;5;242m+-? -^0m^2;1H^2K| > P  U^3;1H^2K"]
        [2.001,"m","2/2 last & least"]
        [4.000,"o","^0m^4;1H^?25h"]

        """#)
  }

  @Test func markdown() {
    #expect(
      Exporting.export(.markdown, Self.stops) == """
        # Two & two

        ## 1. narration

        ```text
        ┌─日本─┬──┐
        │<&"> `` b│
        └ u r ─┴─◆┘
        ```

        ## 2. last & least

        ```text
        +-? -
        | > P  U

        ```

        """)
  }

  /// One stop alone has no total.
  @Test func oneStopAlone() {
    let stops = Array(Self.stops.suffix(1))
    func first(_ format: ExportFormat) -> Substring {
      Exporting.export(format, stops, isAlone: true).prefix { $0 != "\n" }
    }
    #expect(first(.text) == "== 2  last & least  (a.tour:2)")
    #expect(first(.json) == #"{"tour":"Two & two","width":12,"height":3,"stops":null}"#)
    #expect(Exporting.export(.cast, stops, isAlone: true).contains(#""m","2 last & least""#))
  }
}
