import ScenarioModel

extension Kernel {
  /// What decides what a system call does.
  private struct Work: Hashable {
    let function: Int
    let isPrivate: Bool
    let marking: EntryPoint.Marking
  }

  /// The same kernel, with each system call of its events replaced by the first of the table that does the same work.
  ///
  /// Their entry code is the same, so that only names differ: of those nothing is counted. Nil if there is nothing to
  /// replace. A log has a system call for each name that it tells; what the model runs for all of them is one function.
  package func sharingWork() -> Kernel? {
    var names: [Work: String] = [:]
    var isSame = true
    func shared(_ event: ScenarioEvent) -> ScenarioEvent {
      var result = event
      if case .syscall(let name) = event.kind, let index = entry(name, .syscall) {
        let entry = self[index]
        let work = Work(function: entry.function, isPrivate: entry.isPrivate, marking: entry.point.marking)
        let first = names[work] ?? name
        names[work] = first
        result.kind = .syscall(first)
        if first != name { isSame = false }
      }
      for position in result.during.indices { result.during[position].event = shared(result.during[position].event) }
      return result
    }
    var kernel = self
    kernel.events.change(shared)
    return isSame ? nil : kernel
  }
}
