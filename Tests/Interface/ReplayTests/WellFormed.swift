import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Reads XML as a browser does, and counts its elements.
final class WellFormed: NSObject, XMLParserDelegate {
  /// Where a document is not well-formed.
  struct Failure: Error {
    let line: Int
    let column: Int
    let reason: String
  }

  private var counts: [String: Int] = [:]

  /// How many elements of each name a document has; throws if it is not well-formed.
  static func elements(_ text: String) throws -> [String: Int] {
    let parser = XMLParser(data: Data(text.utf8))
    let reader = WellFormed()
    parser.delegate = reader
    guard parser.parse() else {
      let reason = parser.parserError.map { "\($0)" } ?? "unknown"
      throw Failure(line: parser.lineNumber, column: parser.columnNumber, reason: reason)
    }
    return reader.counts
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    counts[name, default: 0] += 1
  }
}
