import PageTables
import Testing
import Verdicts

/// Counts the accesses of verdicts one by one, to compare with a `StepSurvey`.
struct NaiveSurvey {
  private struct Row {
    var data = 0
    var dataElsewhere = 0
    var dataWorking = 0
    var fetchesElsewhere = 0
    var faults = false
    var leaks = false
  }

  private var rows: [Row] = []

  mutating func add(_ verdict: StepVerdict) {
    var row = Row()
    for access in verdict.accesses {
      let faultsElsewhere = access.elsewhere.contains { $0.verdict == .fault }
      if access.access.kind == .fetch {
        row.fetchesElsewhere += faultsElsewhere ? 1 : 0
      } else {
        row.data += 1
        row.dataElsewhere += faultsElsewhere ? 1 : 0
        // What cannot be told, or has nowhere else to be tried, is neither.
        let isKnown = !access.elsewhere.isEmpty && access.elsewhere.allSatisfy { $0.verdict != nil }
        row.dataWorking += isKnown && !faultsElsewhere ? 1 : 0
      }
      if access.verdict == .fault { row.faults = true }
    }
    row.leaks = verdict.leaks[.meltdown]?.isEmpty == false
    rows.append(row)
  }

  /// Compares marks step by step, and counts and worst marks of some ranges.
  func expectEqual(_ survey: StepSurvey) {
    #expect(survey.count == rows.count)
    for (step, row) in rows.enumerated() {
      var marks: StepSurvey.Marks = []
      if row.faults { marks.insert(.fault) }
      if row.leaks { marks.insert(.leak) }
      if row.data > 0 { marks.insert(.data) }
      if row.dataElsewhere > 0 { marks.insert(.dataFaultsElsewhere) }
      if row.dataWorking > 0 { marks.insert(.dataWorksElsewhere) }
      if row.fetchesElsewhere > 0 { marks.insert(.fetchFaultsElsewhere) }
      if survey.marks(at: step) != marks { Issue.record("marks(at: \(step)): \(marks)") }
    }
    let count = rows.count
    for range in [0..<count, 0..<0, count..<count, 0..<1, count / 3..<count / 2, count - 1..<count] {
      let part = rows[range]
      let counts = survey.counts(in: range)
      #expect(counts?.data == part.reduce(0) { $0 + $1.data })
      #expect(counts?.dataFaultingElsewhere == part.reduce(0) { $0 + $1.dataElsewhere })
      #expect(counts?.dataWorkingElsewhere == part.reduce(0) { $0 + $1.dataWorking })
      #expect(counts?.fetches == part.count)
      #expect(counts?.fetchesFaultingElsewhere == part.reduce(0) { $0 + $1.fetchesElsewhere })
      let worst: StepSurvey.Marks =
        part.contains { $0.faults } ? .fault : part.contains { $0.leaks } ? .leak : []
      #expect(survey.worst(in: range) == worst)
    }
    #expect(survey.counts(in: 0..<count + 1) == nil)
    #expect(survey.marks(at: count) == nil)
    #expect(survey.marks(at: -1) == nil)
  }
}
