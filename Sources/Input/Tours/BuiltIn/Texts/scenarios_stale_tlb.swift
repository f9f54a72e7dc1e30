// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let scenarios_stale_tlb = (path: "scenarios/stale-tlb.yaml", text: #"""
about: >
  A bug: both halves share one PCID, and the flips keep the TLB. Press f behind the first exit: U does not map
  the kernel, but the TLB still knows where it is, and Meltdown asks the TLB first. Run it with
  --set shared-pcid=off to see it go. It needs two halves: nopti refuses shared-pcid.
design: pti
settings:
  shared-pcid: on
events:
  - syscall: read
  - syscall: getpid

"""#)
}
