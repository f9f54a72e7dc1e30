// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let scenarios_asi_enter_exit = (path: "scenarios/asi-enter-exit.yaml", text: #"""
about: >
  Three spaces. getpid enters the kernel with a flip from U to K, enters I with another, and leaves both again:
  four writes for a call that needs nothing secret. read leaves I in the middle, since the page cache is not
  mapped there. Press n to step the flips. Press d until unified: getpid flips nowhere, and read twice.
design: asi3
events:
  - syscall: getpid
  - syscall: read

"""#)
}
