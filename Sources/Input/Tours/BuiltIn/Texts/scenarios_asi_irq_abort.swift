// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let scenarios_asi_irq_abort = (path: "scenarios/asi-irq-abort.yaml", text: #"""
about: >
  An interrupt comes while getpid runs in I. The session is aborted: CR3 becomes K before the handler, and stays
  K behind it. Isolation does not come back by itself, so that the rest of getpid runs with everything mapped.
  Press n three times to see the abort. Press d until unified: the handler flips to P, and its end flips back to E.
design: asi3
events:
  - syscall: getpid
    during:
      - at: __task_pid_nr_ns
        irq: timer
  - syscall: getpid

"""#)
}
