/// Which steps the steps pane lists.
package enum StepFilter: String, CaseIterable, Sendable {
  /// Every step.
  case all
  /// Steps with data accesses.
  case data
  /// Steps in the kernel's space with a data access that the user half would not allow.
  case fault
  /// Steps in the kernel's space with a data access that the user half allows too.
  case shared

  /// What the pane's title says.
  package var title: String {
    switch self {
    case .all: "steps"
    case .data: "data accesses"
    case .fault: "fault in the other half"
    case .shared: "work in both halves"
    }
  }

  /// The filter that the key shows next.
  package var next: StepFilter {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }
}
