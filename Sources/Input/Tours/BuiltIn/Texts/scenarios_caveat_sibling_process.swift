// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let scenarios_caveat_sibling_process = (path: "scenarios/caveat-sibling-process.yaml", text: #"""
about: >
  What belongs to process A may be exposed to A, but MDS reaches the other thread of the core, and there is process
  B: the second caveat. Under unified A's kernel data is mapped even while A runs user code, so that B samples it;
  under asi3 then only A's user memory is. Press f to see it. Press t and switch core-sched on: the merge needs
  core scheduling for each address space.
settings: {core-sched: off}
threads: [{name: A, cookie: 1}, {name: B, cpu: 1, cookie: 2}]
events:
  - syscall: getpid

"""#)
}
