import Foundation
package import Testing

/// Compares `text` with the file `name` that stands next to the test.
///
/// With `RECORD=1` in the environment it writes the file, and still fails, so that nobody records by
/// accident: look at the difference with git, then run the test again without it.
package func expectGolden(
  _ text: String, _ name: String, testFile: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let file = URL(fileURLWithPath: testFile).deletingLastPathComponent().appendingPathComponent(name)
  if ProcessInfo.processInfo.environment["RECORD"] == "1" {
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded \(name); run again without RECORD=1", sourceLocation: sourceLocation)
    } catch {
      Issue.record("cannot record \(file.path): \(error)", sourceLocation: sourceLocation)
    }
    return
  }
  guard let golden = try? String(contentsOf: file, encoding: .utf8) else {
    Issue.record("no file \(file.path); make it with RECORD=1", sourceLocation: sourceLocation)
    return
  }
  let found = text.split(separator: "\n", omittingEmptySubsequences: false)
  let wanted = golden.split(separator: "\n", omittingEmptySubsequences: false)
  let line = zip(found, wanted).prefix { $0 == $1 }.count
  guard text != golden else { return }
  Issue.record(
    """
    \(name):\(line + 1) differs (RECORD=1 rewrites the file)
    file: \(line < wanted.count ? wanted[line] : "(end)")
    test: \(line < found.count ? found[line] : "(end)")
    """, sourceLocation: sourceLocation)
}
