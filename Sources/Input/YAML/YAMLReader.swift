package import Bytes
package import Diagnostics

/// Reads one YAML document into nodes, with bounds on its size, its depth and what its aliases grow to.
package enum YAMLReader {
  /// The most bytes of a text: 16 MiB.
  package static let sizeLimit = 16 << 20
  /// The most nodes, those that aliases repeat included.
  package static let nodeLimit = 100_000
  /// The most bytes of text that aliases repeat, all of them together: 16 MiB.
  package static let aliasLimit = 16 << 20
  /// How deep lists and maps may nest.
  package static let depthLimit = 64

  /// The document's outermost node; nil if there is none. Throws at the first place that is not YAML or that
  /// exceeds a bound; more is not read then.
  package static func read(_ bytes: FileBytes) throws(ParseError) -> YAMLNode? {
    guard bytes.count <= sizeLimit else {
      throw ParseError(file: bytes.name, found: "is \(bytes.count) bytes long", expected: "YAML of at most 16 MiB")
    }
    let text = YAMLText(bytes)
    if let line = directive(in: bytes) {
      throw text.error(at: TextMark(line: line, column: 1), "a directive", expected: "YAML without any")
    }
    return try bytes.withBytes { span throws(ParseError) in
      // The pointer is used only inside of the closure, and the text starts inside of it or at its end.
      try unsafe span.withUnsafeBufferPointer { pointer throws(ParseError) in
        guard let events = unsafe YAMLEvents(UnsafeBufferPointer(rebasing: pointer[text.start...])) else {
          throw ParseError(file: text.name, found: "cannot be read: out of memory")
        }
        var tree = YAMLTree(text)
        return try tree.build(from: events)
      }
    }
  }

  /// The line of the first directive. libyaml compares each with all before it, so that a file of nothing else
  /// would take hours.
  private static func directive(in bytes: FileBytes) -> Int? {
    bytes.withBytes { span in
      var line = 1
      var isStart = true
      for index in 0..<span.count {
        if isStart && span[index] == UInt8(ascii: "%") { return line }
        isStart = span[index] == UInt8(ascii: "\n")
        if isStart { line += 1 }
      }
      return nil
    }
  }
}
