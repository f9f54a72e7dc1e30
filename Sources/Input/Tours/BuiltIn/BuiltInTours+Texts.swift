// Made from the folder samples by BuiltInToursTests; RECORD=1 makes it anew.

extension BuiltInTours {
  /// The texts of all files that are built in, by their paths in the folder samples.
  static let texts: [(path: String, text: String)] = []
}
