import Canvas
import Reports

/// One object a line: first the tour, then each stop (RFC 8259).
///
///     {"tour":"...","width":80,"height":24,"stops":2}
///     {"stop":1,"kind":"narration","mark":null,"place":"a.tour:4","narration":"...","answer":null,
///      "commands":["..."],"facts":{"step":8},"screen":["...",...]}
///
/// `stops` is null if one stop is exported alone; `mark` and `answer` are null where there is none. A fact is a number
/// if it is one. Lines of the screen have no blanks at their ends.
struct JSONExport: TranscriptExport {
  let header: Transcript.Header

  func begin(to sink: inout ByteSink) {
    sink.append("{\"tour\":")
    sink.append(json: header.title)
    sink.append(",\"width\":\(header.size.width),\"height\":\(header.size.height),\"stops\":")
    sink.append(header.stopCount.map { "\($0)" } ?? "null")
    sink.append("}\n")
  }

  func add(_ stop: Transcript.Stop, to sink: inout ByteSink) {
    sink.append("{\"stop\":\(stop.number)")
    let members = [
      ("kind", stop.kind.rawValue), ("mark", stop.mark), ("place", stop.place), ("narration", stop.narration),
      ("answer", stop.answer),
    ]
    for (name, value) in members {
      sink.append(",\"\(name)\":")
      sink.append(json: value)
    }
    sink.append(",\"commands\":[")
    sink.appendList(of: stop.commands) { sink, command in sink.append(json: command) }
    sink.append("],\"facts\":{")
    sink.appendList(of: stop.facts) { sink, fact in
      sink.append(json: fact.name)
      sink.append(":")
      if fact.isNumber && Self.isNumber(fact.value) { sink.append(fact.value) } else { sink.append(json: fact.value) }
    }
    sink.append("},\"screen\":[")
    sink.appendList(of: stop.screen.lines) { sink, line in sink.append(json: line) }
    sink.append("]}\n")
  }

  /// Whether a text can stand for a whole number in JSON: digits without needless zeros, and perhaps a minus.
  private static func isNumber(_ text: String) -> Bool {
    let digits = text.utf8.first == 0x2D ? text.utf8.dropFirst() : text.utf8[...]
    return !digits.isEmpty && digits.allSatisfy { 0x30...0x39 ~= $0 } && (digits.count == 1 || digits.first != 0x30)
  }
}

extension ByteSink {
  /// Appends items with a comma between them.
  fileprivate mutating func appendList<Item>(of items: [Item], _ body: (inout ByteSink, Item) -> Void) {
    for (index, item) in items.enumerated() {
      if index > 0 { append(",") }
      body(&self, item)
    }
  }
}
