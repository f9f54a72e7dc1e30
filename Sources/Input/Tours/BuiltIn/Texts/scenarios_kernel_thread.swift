// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let scenarios_kernel_thread = (path: "scenarios/kernel-thread.yaml", text: #"""
about: >
  A kernel thread has no memory of its own: it borrows that of the process before it. Press n: the switch to
  kworker and back writes no other process's CR3, under any design. It is all private work: under unified the
  core counts it, and siblings are held.
threads:
  - A
  - name: kworker
    process: kernel
events:
  - syscall: getpid
  - switch: kworker
  - irq: timer
  - switch: A
  - syscall: getpid

"""#)
}
