// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let scenarios_meltdown_then_and_now = (path: "scenarios/meltdown-then-and-now.yaml", text: #"""
about: >
  User code reads the scheduler's queues. The processor refuses that under every design: press f. But under
  nopti the kernel is mapped, and Meltdown reads it before the fault is raised: the step is a leak. Press d for
  pti: the address is not mapped (error code 0x4 instead of 0x5), and there is nothing to read.
design: nopti
events:
  - probe: runqueues

"""#)
}
