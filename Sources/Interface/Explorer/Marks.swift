import Recordings

/// The steps that the user named. Tours may set very many: no lookup goes through all of them.
package struct Marks: Equatable, Sendable {
  /// The step of each name.
  private var stepOfName: [String: Int] = [:]
  /// How many names each step has.
  private var count: [Int: Int] = [:]
  /// The steps that have a name, ascending.
  package private(set) var steps: [Int] = []

  /// No step is named.
  package init() {}

  /// Whether no step is named.
  package var isEmpty: Bool { steps.isEmpty }

  /// About how many bytes they take.
  package var size: Int { stepOfName.count * 80 }

  /// The step of a name; nil if it is not that of a mark.
  package subscript(name: String) -> Int? { stepOfName[name] }

  /// Gives a step a name, and takes it from the step that had it.
  mutating func set(_ name: String, at step: Int) {
    if let old = stepOfName.updateValue(step, forKey: name) {
      let left = (count[old] ?? 1) - 1
      count[old] = left > 0 ? left : nil
      if left == 0 { steps.remove(at: steps.partitionPoint { $0 < old }) }
    }
    count[step, default: 0] += 1
    if count[step] == 1 { steps.insert(step, at: steps.partitionPoint { $0 < step }) }
  }

  /// The same names at other steps.
  func moved(to places: [Int: Int]) -> Marks {
    var marks = Marks()
    marks.stepOfName = stepOfName.mapValues { places[$0] ?? 0 }
    for step in marks.stepOfName.values { marks.count[step, default: 0] += 1 }
    marks.steps = marks.count.keys.sorted()
    return marks
  }

  /// The names by their steps, or how many there are if these are many.
  var words: String {
    guard stepOfName.count <= 20 else { return "\(stepOfName.count) marks" }
    return stepOfName.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key).joined(separator: ", ")
  }
}
