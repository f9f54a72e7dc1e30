/// How a long computation tells how far it is, and asks whether it is still wanted.
///
///     computation --- reached(300 of 1000) ---> whoever started it
///                 <-- true: go on; false: end with what there is ---
///
/// It is asked now and then, not at every step: every few thousand steps of a run, every few thousand lines of a report.
package struct WorkProgress: Sendable {
  private let goesOn: @Sendable (Int, Int) -> Bool

  /// Calls `goesOn` with what is done and what there is to do in all; false from it asks the computation to end.
  package init(_ goesOn: @escaping @Sendable (_ done: Int, _ all: Int) -> Bool) {
    self.goesOn = goesOn
  }

  /// Nobody looks, and nothing is ended.
  package static let unwatched = WorkProgress { _, _ in true }

  /// Tells what is done; gives whether to go on.
  package func reached(_ done: Int, of all: Int) -> Bool { goesOn(done, all) }

  /// The same for work that goes through steps one by one: only every 4,096th is told.
  package func goesOn(at step: Int, of count: Int) -> Bool { step % 4096 != 0 || reached(step, of: count) }
}
