import Canvas
import Chassis
import Explorer

/// The keys as the table of README.md.
enum KeyTable {
  static var markdown: String {
    var lines = ["| key | does |", "| --- | --- |"]
    for binding in Explorer.keys.bindings {
      let keys = binding.keys.map { "`\($0.name)`" }.joined(separator: " ")
      lines.append("| \(keys) | \(binding.help) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
