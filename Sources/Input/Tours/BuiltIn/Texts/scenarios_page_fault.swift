// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let scenarios_page_fault = (path: "scenarios/page-fault.yaml", text: #"""
about: >
  User code writes to a page of its own that is not mapped yet. Press f for the fault: error code 0x6, a write
  by user code to what is not present. The handler needs private data, so that unified flips too. After the
  return the same instruction runs again, and now it works.
events:
  - fault: demand

"""#)
}
