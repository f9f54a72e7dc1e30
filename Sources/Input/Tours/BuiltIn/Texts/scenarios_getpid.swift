// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let scenarios_getpid = (path: "scenarios/getpid.yaml", text: #"""
about: >
  One system call that needs nothing private. Press n: under unified there is no flip at all, and no VERW is
  owed. Press d for pti: the same call flips at its entry and at its exit. Under nopti nothing flips, and all
  of the kernel can be read by Meltdown. CR3 is written 0, 2 and 0 times under nopti, pti and unified.
events:
  - syscall: getpid

"""#)
}
