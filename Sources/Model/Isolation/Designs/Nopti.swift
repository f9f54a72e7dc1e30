extension Design {
  /// One space, K: the kernel is mapped while user code runs.
  package static let nopti = Design(
    name: "nopti", summary: "one space: the kernel stays mapped while user code runs",
    rule: "one space, K, for user code and kernel. Only a switch to another process flips.",
    spaces: [.everything("K")], flipSites: [FlipSite(.switchMM)], clears: [.atExit], invariants: [.oneSpace],
    rivalName: "unified")
}
