// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let scenarios_context_switch = (path: "scenarios/context-switch.yaml", text: #"""
about: >
  Process A is preempted and B runs, then A again. Press n: under pti the switch is three flips, U(A)>K(A),
  K(A)>K(B) and K(B)>U(B). The first time B gets a new address-space identifier, so that its writes flush (bit
  63 is 0); back in A nothing is flushed. Press d: unified has as many flips, because the scheduler is private.
design: pti
threads: [A, B]
events:
  - switch: B
  - syscall: getpid
  - switch: A
  - syscall: getpid

"""#)
}
