import Commands
import PageTables
package import Verdicts

extension StepFilter {
  /// Whether an access is what the filter is about.
  func isAbout(_ access: AccessVerdict) -> Bool {
    switch self {
    case .all, .data: access.access.kind != .fetch
    case .fault: access.access.kind != .fetch && access.faultsElsewhere
    case .shared: access.access.kind != .fetch && access.worksElsewhere
    }
  }

  /// Accesses in the order of interest: what faults, what the filter is about, other data, the fetch; of equal
  /// ones first what another space would not allow, unless the filter asks for the opposite.
  func ranked(_ accesses: [AccessVerdict]) -> [AccessVerdict] {
    let ranks = accesses.map { access in
      let rank = access.verdict == .fault ? 0 : isAbout(access) ? 2 : access.access.kind != .fetch ? 4 : 6
      return rank + (access.faultsElsewhere ? 0 : 1)
    }
    return (0...7).flatMap { rank in accesses.indices.filter { ranks[$0] == rank }.map { accesses[$0] } }
  }

  /// Whether a step is listed. `isPrivate` says that its space is not the one that CPL 3 runs with.
  package func admits(_ marks: StepSurvey.Marks, isPrivate: Bool) -> Bool {
    switch self {
    case .all: true
    case .data: marks.contains(.data)
    case .fault: isPrivate && marks.contains(.dataFaultsElsewhere)
    case .shared: isPrivate && marks.contains(.dataWorksElsewhere)
    }
  }
}
