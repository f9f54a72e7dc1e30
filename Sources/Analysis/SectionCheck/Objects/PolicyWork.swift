import ELF
package import Isolation

/// Whether the patterns of a policy can be matched with the names of files in reasonable time.
///
/// Each name is read once for all patterns of a key, but what patterns share no beginning for, or fit, is their product
/// with the names. Keys with few patterns and few wildcards are not tried.
package struct PolicyWork {
  /// The most steps for all names: some seconds.
  package static let limit = 1 << 26
  /// Keys with fewer wildcards than this, and with few patterns, are not tried: two patterns with three each take less than
  /// a second for names of 13 MB in which their pieces are everywhere, twenty 18 seconds.
  private static let wildcardCount = 8
  /// Nor are those with fewer patterns than this: 64 that fit all of a million names are told of 64 million times.
  private static let patternCount = 64

  private let set: ObjectSet
  private var left: Int

  /// Whether the patterns of a policy take more than so many steps for the names of these files.
  package static func isTooMuch(_ policy: SectionPolicy, for set: ObjectSet, limit: Int = limit) -> Bool {
    var work = PolicyWork(set, left: limit)
    work.matchSections(policy.rules.map(\.glob))
    work.matchSections(policy.exposures.values.flatMap(\.sections))
    work.matchSymbols(policy.entries)
    for side in [\SectionPolicy.Allowance.from, \.to] {
      let globs = policy.allowances.map { $0[keyPath: side] }
      work.matchSections(globs.filter { $0.pattern.hasPrefix(".") })
      work.matchSymbols(globs.filter { !$0.pattern.hasPrefix(".") })
    }
    return work.left < 0
  }

  private init(_ set: ObjectSet, left: Int) {
    self.set = set
    self.left = left
  }

  private mutating func matchSections(_ globs: [Glob]) {
    match(globs, with: Set(set.files.flatMap { $0.sections.map(\.name) }))
  }

  private mutating func matchSymbols(_ globs: [Glob]) {
    let files = set.files
    match(
      globs, with: files.lazy.flatMap { file in (1..<max(file.symbolCount, 1)).lazy.map { file.name(ofSymbol: $0) } })
  }

  private mutating func match(_ globs: [Glob], with names: some Sequence<String>) {
    let wildcards = globs.reduce(0) { sum, glob in
      sum + glob.pattern.utf8.count { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
    }
    guard left >= 0, wildcards >= Self.wildcardCount || globs.count >= Self.patternCount else { return }
    var patterns = GlobSet(globs)
    patterns.allow(steps: left)
    for name in names where !patterns.isExhausted { patterns.forEachMatch(name) { _ in } }
    left = patterns.isExhausted ? -1 : patterns.stepsLeft
  }
}
