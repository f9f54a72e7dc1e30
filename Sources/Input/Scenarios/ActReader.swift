import Diagnostics
import ScenarioModel
import YAML

/// Reads what a function does, one line of it.
enum ActReader {
  /// What can stand there, for messages.
  private static let forms =
    "read DATA, write DATA, read user, write user, call FUNCTION, gate FUNCTION, map page, bad pointer"

  /// "read X" and so on.
  static func read(_ node: YAMLNode, _ nodes: NodeReader) throws(ParseError) -> KernelFunction.Act {
    let text = try nodes.name(node, "one of acts")
    switch text {
    case "read user": return .readUser
    case "write user": return .writeUser
    case "map page": return .mapPage
    case "bad pointer": return .badPointer
    default: break
    }
    let words = text.split(separator: " ", maxSplits: 1)
    guard words.count == 2 else { throw nodes.error(node, "\(node.words) for one of acts", expected: forms) }
    let name = String(words[1])
    switch words[0] {
    case "read": return .read(name)
    case "write": return .write(name)
    case "call": return .call(name)
    case "gate": return .callThroughGate(name)
    default: throw nodes.error(node, "\(node.words) for one of acts", expected: forms)
    }
  }
}
