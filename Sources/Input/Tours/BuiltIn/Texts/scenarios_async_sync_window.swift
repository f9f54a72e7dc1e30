// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let scenarios_async_sync_window = (path: "scenarios/async-sync-window.yaml", text: #"""
about: >
  The thread sends the interrupt that holds its sibling, and does not wait for it. For one step user code still
  runs on cpu1 while cpu0 is in the private space: that step leaks. Press f to see it. Press t and set sync to
  ack: the thread waits until the sibling is in the kernel, and nothing leaks.
settings: {sync: async}
threads: [A, {name: T, process: A, cpu: 1}]
events:
  - syscall: read

"""#)
}
