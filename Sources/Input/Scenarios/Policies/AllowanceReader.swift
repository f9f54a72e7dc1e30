import Bytes
import Diagnostics
import Isolation
import YAML

/// Reads a reference that is allowed: a map, or "from -> to : reason", with or without quotes.
struct AllowanceReader {
  /// Reads the patterns.
  let policies: PolicyReader
  private var nodes: NodeReader { policies.nodes }

  /// One of the list.
  func read(_ node: YAMLNode) throws(ParseError) -> SectionPolicy.Allowance {
    switch node.content {
    case .scalar(let text, _):
      let (names, reason) = try cut(text, at: ":", node)
      return try short(names, try nonEmpty(reason, node), node)
    case .mapping(let pairs) where pairs.count == 1 && pairs[0].key.contains("->"):
      // Without quotes the colon makes a map of it.
      return try short(pairs[0].key, try nonEmpty(try nodes.prose(pairs[0].value, "reason"), pairs[0].value), node)
    default: return try long(node)
    }
  }

  private func long(_ node: YAMLNode) throws(ParseError) -> SectionPolicy.Allowance {
    let fields = try nodes.fields(node, "one of allow", keys: ["from", "to", "reason"])
    func need(_ key: String) throws(ParseError) -> YAMLNode {
      guard let value = fields[key] else { throw nodes.error(node, "one of allow without \(key)", expected: key) }
      return value
    }
    let from = try policies.glob(try need("from"), "from")
    let to = try policies.glob(try need("to"), "to")
    let place = try need("reason")
    let reason = try nonEmpty(try nodes.prose(place, "reason"), place)
    return SectionPolicy.Allowance(from: from.pattern, to: to.pattern, reason: reason)
  }

  private func short(_ names: String, _ reason: String, _ node: YAMLNode) throws(ParseError)
    -> SectionPolicy.Allowance
  {
    let (from, to) = try cut(names, at: "->", node)
    let source = try policies.glob(from, at: node.mark, "from")
    let target = try policies.glob(to, at: node.mark, "to")
    return SectionPolicy.Allowance(from: source.pattern, to: target.pattern, reason: reason)
  }

  /// What stands before and behind the first `separator`, without the spaces around it.
  private func cut(_ text: String, at separator: String, _ node: YAMLNode) throws(ParseError) -> (String, String) {
    guard let range = text.firstRange(of: separator) else {
      throw nodes.error(node, "\(node.words) for one of allow", expected: "from -> to : reason")
    }
    return (trim(text[..<range.lowerBound]), trim(text[range.upperBound...]))
  }

  /// The words of a text, with one space between two.
  private func trim(_ text: Substring) -> String {
    CleanText.clean(text.split { $0.isWhitespace }.joined(separator: " "))
  }

  private func nonEmpty(_ reason: String, _ node: YAMLNode) throws(ParseError) -> String {
    guard !reason.isEmpty else { throw nodes.error(node, "an empty reason", expected: "why the reference is good") }
    return reason
  }
}
