// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let scenarios_nmi_entry_window = (path: "scenarios/nmi-entry-window.yaml", text: #"""
# Semantics: window W1, events E11.
about: >
  An NMI hits pti between SYSCALL and the flip at entry_SYSCALL_64+0x20: CPL is 0, but CR3 still selects U. Press
  n four times. The NMI saves CR3 and flips to K (paranoid_entry), gives U back (end_repeat_nmi), and only then
  the entry that was interrupted makes its own flip. Press d: unified has no such window.
design: pti
events:
  - syscall: getpid
    during:
      - at: entry_SYSCALL_64+0x7
        nmi: nmi

"""#)
}
