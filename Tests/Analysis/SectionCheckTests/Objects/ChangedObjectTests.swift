import Bytes
import ELF
import Foundation
import Isolation
import SectionCheck
import TestSupport
import Testing

/// Object files that another program changes while they are checked: the answers are worth nothing, but they come.
struct ChangedObjectTests {
  private func isClean(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) }
  }

  /// Asks everything of files that have been opened, and of a set that was made of them before they changed.
  private func ask(_ set: ObjectSet, _ policy: SectionPolicy, _ finder: ClosureFinder? = nil) {
    let check = ObjectCheck(set, policy: policy)
    for finding in check.findings {
      #expect(isClean(finding.line))
      _ = SiteBytes(of: finding, in: set)
    }
    _ = Baseline().new(among: check.findings)
    var finder = finder ?? ClosureFinder(set, policy: policy)
    let entries = set.places { _ in true }
    for (name, place) in entries.prefix(5) {
      let closure = finder.closure(of: name, at: place)
      #expect(closure.functions.indices.allSatisfy { closure.path(to: $0).first == 0 })
    }
    var reach = EntryReach(entries, with: finder)
    while !reach.isComplete { reach.work(1000, with: &finder) }
    for number in entries.indices { #expect(reach.summary(of: number, with: finder) != nil) }
    var paths = EntryPaths(from: entries, with: finder)
    while !paths.isComplete { paths.searchMore(100, with: &finder) }
    for (_, place) in entries { _ = paths.path(to: place, with: finder) }
  }

  @Test func inPlace() throws {
    try withSeeds(60) { random in
      let original = NaiveObject.random(&random).file.writer.bytes()
      let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
      defer { try? FileManager.default.removeItem(atPath: path) }
      try Data(original).write(to: URL(fileURLWithPath: path))
      let files = try ObjectFile.files(in: FileBytes.open(path))
      let policy = SectionPolicy.standard(random.oneIn(2) ? .public : .split)
      let set = ObjectSet(files, policy: policy)
      let finder = ClosureFinder(set, policy: policy)
      let handle = try #require(FileHandle(forWritingAtPath: path))
      for _ in 0..<6 {
        var changed = original
        let rate = random.pick([1, 4, 30, 200], or: 1)
        for place in changed.indices where random.number(0...rate) == 0 {
          changed[place] = random.oneIn(4) ? 0xff : UInt8(truncatingIfNeeded: random.next())
        }
        try handle.seek(toOffset: 0)
        try handle.write(contentsOf: Data(changed))
        ask(set, policy)
        ask(set, policy, finder)
        ask(ObjectSet(files, policy: policy), policy)
      }
    }
  }
}
