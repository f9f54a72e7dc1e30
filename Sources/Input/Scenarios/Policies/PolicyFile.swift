package import Bytes
package import Diagnostics
package import Isolation
import YAML

/// Section policies in files: samples/README.md documents every key.
package enum PolicyFile {
  /// Reads and checks a policy. Throws at the first place that is wrong.
  package static func read(_ bytes: FileBytes) throws(ParseError) -> SectionPolicy {
    guard let root = try YAMLReader.read(bytes) else {
      throw ParseError(
        file: bytes.name, found: "holds no policy", expected: "a map with \(PolicyReader.keys.joined(separator: ", "))")
    }
    return try PolicyReader(nodes: NodeReader(text: YAMLText(bytes))).read(root)
  }
}
