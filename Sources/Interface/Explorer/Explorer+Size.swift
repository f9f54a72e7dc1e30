import Isolation
import Timelines
import Verdicts

extension Explorer {
  /// About how many bytes this takes beside another one that is kept too: runs that both have count once. Whether they
  /// share the rest cannot be told.
  package func size(beside other: Explorer) -> Int {
    var size = timeline === other.timeline ? 0 : timeline.size
    // Both runs are cut into stretches for it.
    if let comparison = state.comparison, comparison.timeline !== other.state.comparison?.timeline {
      size += comparison.timeline.size * 2
    }
    size += (state.map?.rows.count ?? 0) * 160 + (state.admittedRows?.count ?? 0) * 8
    size += state.survey.size + (state.listed?.count ?? 0) * 4 + state.marks.size
    return size + (matcher?.size ?? 0)
  }
}
