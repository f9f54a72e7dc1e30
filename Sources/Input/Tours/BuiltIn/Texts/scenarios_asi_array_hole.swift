// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let scenarios_asi_array_hole = (path: "scenarios/asi-array-hole.yaml", text: #"""
about: >
  Here I is made from an array of ranges, as in the posted patch, and not from sections. Nobody put the table of
  open files into the array, so that fcntl faults in I, and goes on in K: a hole costs a fault in every call, and is
  logged once. The array also has all of .data, since it came with the kernel image: private data is in I.
  Press f to see the fault, G to go on; in I look at Spectre v1 in the pane of v: a gadget could read PK there. Press t and set asi-map to sections: neither is left.
design: asi3
settings: {asi-map: ranges}
sections:
  - {name: .data..files, class: exposed-local}
data:
  - {name: files_struct.fd, section: .data..files, size: 64}
functions:
  - name: __x64_sys_fcntl
    section: .text..exposed
    acts: [read task_struct.files, read files_struct.fd]
entries:
  - {name: fcntl, kind: syscall, function: __x64_sys_fcntl}
events:
  - syscall: fcntl
  - syscall: fcntl

"""#)
}
