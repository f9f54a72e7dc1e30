package import Isolation
package import PageTables
package import ScenarioModel

extension Scenario {
  /// Where a data object, a function or a section lies in a process; nil for a name that is not there.
  package func address(of name: String, process: Int) -> VirtualAddress? {
    if let section = sections.first(where: { $0.name == name }) { return start(of: section, process: process) }
    guard let layout = try? ScenarioLayout(self) else { return nil }
    if let function = layout.functions[name] { return function }
    guard let place = layout.data[name], let first = place.section.pieces.first,
      let start = start(of: place.section, process: process)
    else { return nil }
    return VirtualAddress(start.rawValue &+ (place.address.rawValue &- first.start.rawValue))
  }

  private func start(of section: Section, process: Int) -> VirtualAddress? {
    if case .perProcess = section.copies { return section.pieces(ofCopy: process).first?.start }
    return section.pieces.first?.start
  }

  /// The sections that hold some of these addresses, the direct map only where nothing else does.
  package func sections(in range: ClosedRange<VirtualAddress>) -> [Section] {
    let found = sections.filter { section in
      (0..<copyCount(of: section)).contains { copy in
        section.pieces(ofCopy: copy).contains { piece in
          piece.start <= range.upperBound && range.lowerBound.rawValue < piece.start.rawValue &+ piece.length
        }
      }
    }
    let others = found.filter { $0.sectionClass != .directMap }
    return others.isEmpty ? found : others
  }

  /// What lies where for a process, with the class that the scope gives it: what belongs to another process is
  /// private, and so is what the scope does not allow.
  package func parts(process: Int) -> [ProcessMap.Part] {
    // The area of espfix is a region of its own, and repeats its one page.
    sections.filter { $0.name != StandardKernel.espfix }.flatMap { section in
      (0..<copyCount(of: section)).flatMap { copy in
        section.pieces(ofCopy: copy).map { piece in
          ProcessMap.Part(
            piece.start.rawValue...piece.start.rawValue &+ piece.length &- 1, name: section.name,
            pageClass: pageClass(of: section, copy: copy, process: process))
        }
      }
    }
  }

  private func pageClass(of section: Section, copy: Int, process: Int) -> PageClass {
    if section.sectionClass == .user { return .user }
    let isOwn =
      switch section.copies {
      case .one: true
      case .perProcess: copy == process
      case .perThread: threads[copy].process == process
      }
    return isOwn && scope.allowedClasses.contains(section.sectionClass) ? .exposed : .private
  }

  private func copyCount(of section: Section) -> Int {
    switch section.copies {
    case .one: 1
    case .perProcess: processCount
    case .perThread: threads.count
    }
  }
}
