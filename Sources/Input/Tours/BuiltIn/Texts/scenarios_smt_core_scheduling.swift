// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let scenarios_smt_core_scheduling = (path: "scenarios/smt-core-scheduling.yaml", text: #"""
about: >
  Two processes with different cookies: core scheduling never lets both run on one core, so that one is forced
  idle while the other has work. What belongs to a process may be exposed to it, but not to the other: without
  core scheduling the sibling samples it. Press t and switch core-sched off, then press f to see what leaks.
threads: [{name: A, cookie: 1}, {name: B, cpu: 1, cookie: 2}]
events:
  - syscall: getpid
  - syscall: read
  - {syscall: getpid, cpu: 1}
  - {syscall: getpid, cpu: 1}

"""#)
}
