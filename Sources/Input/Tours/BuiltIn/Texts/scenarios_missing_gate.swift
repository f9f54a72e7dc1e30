// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let scenarios_missing_gate = (path: "scenarios/missing-gate.yaml", text: #"""
about: >
  The interrupt rekey is marked exposed, but its handler reads a key that is private. Press f: under unified
  that read faults with error code 0x0, and the kernel stops with a BUG. Run it with --set faults=lenient: the
  fault is counted and the handler goes on in P. Press d: pti and nopti map everything, and nobody notices.
sections:
  - name: .data..keys
    class: private
functions:
  - name: sysvec_rekey
    section: .text..exposed
    acts:
      - read timekeeper
      - read master_key
data:
  - name: master_key
    section: .data..keys
    size: 32
entries:
  - name: rekey
    kind: interrupt
    function: sysvec_rekey
    marking: exposed
    vector: 200
events:
  - syscall: getpid
  - irq: rekey
  - syscall: getpid

"""#)
}
