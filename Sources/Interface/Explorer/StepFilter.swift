package import Verdicts

/// Which steps the steps pane lists.
package enum StepFilter: String, CaseIterable, Sendable {
  /// Every step.
  case all
  /// Steps with data accesses.
  case data
  /// Steps with a data access that another space of the process would not allow.
  case fault
  /// Steps with a data access that every space of the process allows.
  case shared

  /// What the pane's title says.
  package var title: String {
    switch self {
    case .all: "steps"
    case .data: "steps with data accesses"
    case .fault: "data accesses that fault elsewhere"
    case .shared: "data accesses that work elsewhere"
    }
  }

  /// The filter that the key shows next.
  package var next: StepFilter {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }

  /// Whether a step with these marks is listed.
  package func admits(_ marks: StepSurvey.Marks) -> Bool {
    switch self {
    case .all: true
    case .data: marks.contains(.data)
    case .fault: marks.contains(.dataFaultsElsewhere)
    case .shared: marks.contains(.dataWorksElsewhere)
    }
  }
}
