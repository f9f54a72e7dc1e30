// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let scenarios_caveat_untouched_secret = (path: "scenarios/caveat-untouched-secret.yaml", text: #"""
about: >
  A key lies in an exposed section, and no code here ever touches it: the first caveat of the merge. Press G, then B:
  what was touched never has XG, so that a test that samples buffers finds nothing. Speculation could have touched
  it, and Meltdown reads whatever is mapped: under unified the key is lost. What is exposed must be harmless in full.
  Press d until asi3: user code does not have the key mapped.
scope:
  name: untouched-secret
  public: [entry, exposed-text, text]
  own: [user, exposed-local]
  exposes: [user, entry, exposed-text, text, exposed-global, exposed-local]
sections:
  # The entry code reads per-CPU data: that is public here, so that XG is the key alone.
  - {name: .data..percpu..exposed, class: entry}
data:
  - {name: forgotten_key, section: .data..exposed, size: 32}
functions:
  - name: __x64_sys_getuid
    section: .text..exposed
    acts: [read task_struct.flags]
entries:
  - {name: getuid, kind: syscall, function: __x64_sys_getuid}
events:
  - syscall: getuid

"""#)
}
