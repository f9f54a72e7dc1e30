// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let scenarios_asi_barrier = (path: "scenarios/asi-barrier.yaml", text: #"""
about: >
  The entry to I writes its state first, and then CR3. An interrupt comes between the two, and the barrier is
  patched out (defect D4): the abort ends, the state is INACTIVE, and then the interrupted code loads I all the
  same. Nothing will leave I again. Press f to go there. Press t and switch asi-d4 off: with the barrier the entry
  sees that it was aborted, and goes back to K.
design: asi3
settings: {asi-d4: on}
events:
  - syscall: getpid
    during:
      - at: asi_enter+0x28
        irq: timer
  - syscall: getpid

"""#)
}
