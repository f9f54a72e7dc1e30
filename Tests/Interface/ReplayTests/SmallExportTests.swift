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

  @Test func svg() throws {
    let text = Exporting.export(.svg, Self.stops)
    let style = try #require(text.firstRange(of: "<style>"))
    let body = try #require(text.firstRange(of: "</style>\n"))
    #expect(
      text[..<style.lowerBound] == """
        <svg xmlns="http://www.w3.org/2000/svg" width="144" height="223" viewBox="0 0 144 223" role="img" xml:space="preserve">
        <title>Two &amp; two</title>

        """)
    #expect(
      text[body.upperBound...].replacing(#" lengthAdjust="spacingAndGlyphs""#, with: "") == """
        <rect class="page" width="144" height="223"/>
        <text class="b" x="18" y="25">1/2…</text>
        <rect class="paper" x="9" y="35" width="126" height="72"/>
        <svg x="18" y="44" width="108" height="54">
        <rect class="user" x="36" y="36" width="9" height="18"/>
        <rect class="alarm" x="81" y="36" width="9" height="18"/>
        <path class="border" d="M4.5 8.5H18M54 8.5H94.5M4.5 44.5H9M54 44.5H81M90 44.5H94.5\
        M4.5 8.5V44.5M67.5 8.5V18M67.5 36V44.5M94.5 8.5V44.5"/>
        <text class="user" x="18" y="14" textLength="36">日本</text>
        <text class="exposed" x="9" y="32" textLength="36">&lt;&amp;&quot;&gt;</text>
        <text x="54" y="32" textLength="18">``</text>
        <text class="b" x="81" y="32" textLength="9">b</text>
        <text class="u" x="18" y="50" textLength="9">u</text>
        <text class="paper" x="36" y="50" textLength="9">r</text>
        <text class="white b" x="81" y="50" textLength="9">◆</text>
        </svg>
        <text class="b" x="18" y="132">2/2  last…</text>
        <rect class="paper" x="9" y="142" width="126" height="72"/>
        <svg x="18" y="151" width="108" height="54">
        <text class="border" x="0" y="14" textLength="45">+-? -</text>
        <text x="0" y="32" textLength="45">| &gt; P</text>
        <text x="63" y="32" textLength="9">U</text>
        </svg>
        </svg>

        """)
  }

  /// One stop alone has no total and, as a drawing, no caption.
  @Test func oneStopAlone() {
    let stops = Array(Self.stops.suffix(1))
    func first(_ format: ExportFormat) -> Substring {
      Exporting.export(format, stops, isAlone: true).prefix { $0 != "\n" }
    }
    #expect(first(.text) == "== 2  last & least  (a.tour:2)")
    #expect(first(.json) == #"{"tour":"Two & two","width":12,"height":3,"stops":null}"#)
    #expect(first(.svg).contains(#"viewBox="0 0 126 72""#))
    #expect(!Exporting.export(.svg, stops, isAlone: true).contains("last"))
    #expect(Exporting.export(.cast, stops, isAlone: true).contains(#""m","2 last & least""#))
  }
}
