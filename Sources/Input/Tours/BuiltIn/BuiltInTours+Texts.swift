// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// The texts of all files that are built in, by their paths in the folder samples.
  static let texts: [(path: String, text: String)] = [
  ]
}
