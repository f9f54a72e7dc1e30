import Foundation
import Synchronization
package import Testing

/// Runs `body` with `count` generators, each from a seed of its own, up to the first that fails.
///
/// A failure is followed by a line that runs the same case again; paste it into a shell. The environment
/// variable `SEED` gives the only seed, `SEEDS` multiplies `count` for a long run. Returns whether all seeds
/// ran, so that a test may then ask for what they must have led to.
@discardableResult
package func withSeeds(
  _ count: Int, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: (inout SplitMix64) throws -> Void
) rethrows -> Bool {
  let environment = ProcessInfo.processInfo.environment
  var seeds = Array(1...UInt64(count * (environment["SEEDS"].flatMap(Int.init) ?? 1)))
  if let seed = environment["SEED"].flatMap({ UInt64($0) }) { seeds = [seed] }
  for seed in seeds {
    let failed = Mutex(false)
    var random = SplitMix64(seed: seed)
    try withKnownIssue(isIntermittent: true, sourceLocation: sourceLocation) {
      try body(&random)
    } matching: { _ in
      failed.withLock { $0 = true }
      return false
    }
    if failed.withLock({ $0 }) {
      let test = Test.current.map { "\($0.id)".prefix { $0 != "(" } } ?? ""
      Issue.record(
        "again: SEED=\(seed) swift test --disable-xctest --filter '\(test)'", sourceLocation: sourceLocation)
      return false
    }
  }
  return environment["SEED"] == nil
}
