// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let scenarios_smt_siblings = (path: "scenarios/smt-siblings.yaml", text: #"""
about: >
  Two threads of one process share a core. While cpu0 does private work, user code on cpu1 could sample the fill
  buffers: so cpu1 is held until they are cleared. getpid needs nothing private, so that cpu1 goes on; read does.
  Press n to go to the flip, and look at the row of cpu1. Press d: under pti each call runs in K and cpu1 samples
  it. Press t and switch kernel-protect on: it is held at every entry, but for the first steps in K.
threads: [A, {name: T, process: A, cpu: 1}]
events:
  - syscall: getpid
  - syscall: read
  - syscall: getpid

"""#)
}
