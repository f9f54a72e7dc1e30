extension GrowthCase {
  /// Memory dumps, in each format.
  static var dumps: [GrowthCase] { [] }
}
