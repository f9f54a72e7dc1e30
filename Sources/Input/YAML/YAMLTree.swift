import Diagnostics

/// Builds nodes from events, with a stack of what is still open.
struct YAMLTree {
  /// A list or a map whose end has not come.
  private struct Open {
    let mark: TextMark
    let isMap: Bool
    let anchor: String?
    var items: [Sized] = []
    /// The line of each key, for maps.
    var keys: [String: Int] = [:]
  }

  /// A node, how many nodes it is in all, how many bytes of text they have, and how deep it nests.
  private struct Sized {
    let node: YAMLNode
    var count = 1
    var bytes = 0
    var height = 0
  }

  private let text: YAMLText
  private var open: [Open] = []
  private var anchors: [String: Sized] = [:]
  private var count = 0
  private var repeatedBytes = 0
  private var root: YAMLNode?

  init(_ text: YAMLText) {
    self.text = text
  }

  /// Reads all events; nil if there is no node.
  mutating func build(from events: borrowing YAMLEvents) throws(ParseError) -> YAMLNode? {
    var documents = 0
    while true {
      let event: YAMLEvents.Event
      do throws(YAMLEvents.Failure) {
        event = try events.next()
      } catch {
        throw self.error(error)
      }
      let mark = events.mark
      if let tag = events.tag {
        throw text.error(at: mark, "the tag '\(tag.prefix(40))'", expected: "a value without tag")
      }
      switch event {
      case .end: return root
      case .other: break
      case .document:
        documents += 1
        if documents > 1 { throw text.error(at: mark, "a second document", expected: "one a file") }
      case .alias(let name): try repeatNode(name, at: mark)
      case .scalar(let value, let isPlain):
        let node = YAMLNode(content: .scalar(value, isPlain: isPlain), mark: mark)
        try add(Sized(node: node, bytes: value.utf8.count), counting: 1, anchor: events.anchor)
      case .sequence, .mapping:
        guard open.count < YAMLReader.depthLimit else {
          throw text.error(
            at: mark, "more than \(YAMLReader.depthLimit) lists and maps inside of each other",
            expected: "fewer")
        }
        let isMap = if case .mapping = event { true } else { false }
        open.append(Open(mark: mark, isMap: isMap, anchor: events.anchor))
      case .close: try close()
      }
    }
  }

  private mutating func repeatNode(_ name: String, at mark: TextMark) throws(ParseError) {
    guard let named = anchors[name] else {
      throw text.error(at: mark, "the alias '*\(name.prefix(40))'", expected: "an anchor of that name before it")
    }
    guard open.count + named.height <= YAMLReader.depthLimit else {
      throw text.error(
        at: mark, "an alias that nests deeper than \(YAMLReader.depthLimit) lists and maps", expected: "fewer")
    }
    repeatedBytes += named.bytes
    guard repeatedBytes <= YAMLReader.aliasLimit else {
      throw text.error(
        at: mark, "aliases that repeat more than \(YAMLReader.aliasLimit) bytes", expected: "fewer, or shorter texts")
    }
    try add(named, counting: named.count, anchor: nil, at: mark)
  }

  private mutating func close() throws(ParseError) {
    guard let list = open.popLast() else { return }
    let content: YAMLNode.Content =
      list.isMap ? .mapping(pairs(of: list.items)) : .sequence(list.items.map(\.node))
    let size = list.items.reduce(into: Sized(node: YAMLNode(content: content, mark: list.mark), height: 1)) {
      $0.count += $1.count
      $0.bytes += $1.bytes
      $0.height = max($0.height, $1.height + 1)
    }
    try add(size, counting: 1, anchor: list.anchor)
  }

  private func pairs(of items: [Sized]) -> [YAMLNode.Pair] {
    stride(from: 0, to: items.count - 1, by: 2).compactMap { index in
      guard case .scalar(let key, _) = items[index].node.content else { return nil }
      return YAMLNode.Pair(key: key, mark: items[index].node.mark, value: items[index + 1].node)
    }
  }

  /// Puts a node where it belongs; `counting` is how many nodes come with it.
  private mutating func add(_ node: Sized, counting: Int, anchor: String?, at place: TextMark? = nil)
    throws(ParseError)
  {
    let mark = place ?? node.node.mark
    count += counting
    guard count <= YAMLReader.nodeLimit else {
      throw text.error(
        at: mark, "more than \(YAMLReader.nodeLimit) values, with those that aliases repeat", expected: "fewer")
    }
    if let anchor { anchors[anchor] = node }
    guard !open.isEmpty else {
      root = node.node
      return
    }
    if open[open.count - 1].isMap && open[open.count - 1].items.count % 2 == 0 { try checkKey(node.node, at: mark) }
    open[open.count - 1].items.append(node)
  }

  private mutating func checkKey(_ node: YAMLNode, at mark: TextMark) throws(ParseError) {
    guard case .scalar(let key, _) = node.content else {
      throw text.error(at: mark, "\(node.words) as a key", expected: "text")
    }
    if let line = open[open.count - 1].keys.updateValue(mark.line, forKey: key) {
      throw text.error(at: mark, "the key \(node.words) a second time", expected: "it once; it is in line \(line)")
    }
  }

  private func error(_ failure: YAMLEvents.Failure) -> ParseError {
    switch failure.place {
    case .byte(let offset):
      let expected = "UTF-8 text without control characters"
      return text.error(at: text.mark(ofByte: offset), "not text: \(failure.problem)", expected: expected)
    case .mark(let mark) where text.isTab(at: mark):
      return text.error(at: mark, "a tab", expected: "spaces; YAML does not indent with tabs")
    case .mark(let mark):
      return text.error(at: mark, "not YAML: \(failure.problem)")
    }
  }
}
