// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let scenarios_idle_store_buffer = (path: "scenarios/idle-store-buffer.yaml", text: #"""
about: >
  The threads of a core each have a part of the store buffer. When one goes to sleep, its part is given to the
  other, with what is left in it (MSBDS). Here write and the scheduler leave private data, cpu0 sleeps, and VERW
  before the sleep is patched out. Press f to see what cpu1 reads. Press t and switch idle-verw on.
settings: {idle-verw: off}
threads: [A, {name: idle, process: idle}, {name: T, process: A, cpu: 1}]
events:
  - syscall: write
  - switch: idle

"""#)
}
