// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let scenarios_read = (path: "scenarios/read.yaml", text: #"""
about: >
  One system call that copies from the page cache, which is private. Press n: under unified the dispatch goes
  through a gate to P, and the exit goes back to E and clears the buffers. Press d for pti: it flips at the
  entry already. CR3 is written 0, 2 and 2 times under nopti, pti and unified.
events:
  - syscall: read

"""#)
}
