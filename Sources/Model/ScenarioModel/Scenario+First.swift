extension Scenario {
  /// The scenario that is there without a file: three kernel entries, of which one needs nothing private.
  ///
  /// samples/scenarios/first.yaml is the same.
  package static let first = Scenario(
    name: "first",
    about: """
      Three entries to the kernel. getpid touches nothing private, so that under the unified design it never \
      flips. read copies from the page cache, which is private: one gate leads there, and the exit leads back. \
      The timer's handler reads private timers. Press d to see the same moment under pti and nopti.
      """,
    events: [
      ScenarioEvent(.syscall("getpid")), ScenarioEvent(.syscall("read")), ScenarioEvent(.interrupt("timer")),
    ])
}
