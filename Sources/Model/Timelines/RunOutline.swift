package import Recordings

/// What is left of a timeline to find its moments in another one: its kernel entries, and the symbols of its steps.
///
/// It shares its columns with the timeline. When that is gone, they take 8 bytes a step.
package struct RunOutline: Equatable, Sendable {
  /// All entries to the kernel, in order.
  package let events: [KernelEvent]
  /// The symbols of all instructions that appear, with offsets; equal ones may come more than once.
  package let symbols: [String]
  private let membership: [Int32]
  private let sites: [UInt32]

  /// Takes over the columns of a timeline.
  init(events: [KernelEvent], membership: [Int32], _ steps: StepTable) {
    self.events = events
    self.membership = membership
    symbols = steps.sites.map(\.symbol)
    sites = steps.siteIndices
  }

  /// The number of steps.
  package var count: Int { sites.count }

  /// The position, among `events`, of the one to which the step at `index` belongs; nil in user code.
  package func event(at index: Int) -> Int? {
    membership[index] >= 0 ? Int(membership[index]) : nil
  }

  /// The position, among `symbols`, of the symbol of a step.
  package func symbol(at index: Int) -> Int { Int(sites[index]) }
}
