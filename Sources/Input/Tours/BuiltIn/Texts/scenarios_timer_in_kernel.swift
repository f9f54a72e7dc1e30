// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let scenarios_timer_in_kernel = (path: "scenarios/timer-in-kernel.yaml", text: #"""
about: >
  The timer comes while the kernel works. In getpid, which is exposed, unified goes to P for the handler and
  back to E behind it: it looks at bit 12 of the CR3 that was interrupted, and at nothing else. In read, which
  is private, it does not flip again. Press d: pti is in K already and flips for neither.
events:
  - syscall: getpid
    during:
      - at: __task_pid_nr_ns
        irq: timer
  - syscall: read
    during:
      - at: vfs_read
        irq: timer

"""#)
}
