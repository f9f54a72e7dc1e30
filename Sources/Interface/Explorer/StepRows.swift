/// The rows of the list of steps: all steps, or those that a filter admits.
struct StepRows {
  /// The indices of the listed steps; nil if all are.
  let listed: [UInt32]?
  /// How many steps there are.
  let total: Int

  /// How many are listed.
  var count: Int { listed?.count ?? total }

  /// The step that a row lists.
  func step(atRow row: Int) -> Int { listed.map { Int($0[row]) } ?? row }

  /// The row of a step, or of the last listed one before it; nil if there is none.
  func row(of step: Int) -> Int? {
    guard let listed else { return step }
    let position = listed.partitionPoint { $0 <= step } - 1
    return position >= 0 ? position : nil
  }
}
