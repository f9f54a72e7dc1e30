// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let scenarios_seven_processes = (path: "scenarios/seven-processes.yaml", text: #"""
about: >
  Linux keeps six address-space identifiers. Seven processes take turns, so that each finds its slot given to
  another. Press n and look at bit 63: every switch flushes, and so does the exit of the new process to user
  code. Take the last process out of the lists, and from the second round on nothing is flushed.
design: pti
threads: [A, B, C, D, E, F, G]
events:
  - repeat: 3
    events:
      - switch: B
      - switch: C
      - switch: D
      - switch: E
      - switch: F
      - switch: G
      - switch: A

"""#)
}
