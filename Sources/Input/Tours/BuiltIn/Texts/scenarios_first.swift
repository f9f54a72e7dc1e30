// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let scenarios_first = (path: "scenarios/first.yaml", text: #"""
# The scenario that opens without a file.
name: first
about: >
  Three entries to the kernel. getpid touches nothing private, so that under the unified design it never
  flips. read copies from the page cache, which is private: one gate leads there, and the exit leads back.
  The timer's handler reads private timers. Press d to see the same moment under pti and nopti.
events:
  - syscall: getpid
  - syscall: read
  - irq: timer

"""#)
}
