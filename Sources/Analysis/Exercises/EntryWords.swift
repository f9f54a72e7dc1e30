import Isolation
import ScenarioModel

/// What sheets say of the kernel entries of a scenario.
extension Scenario {
  /// The entries that events of exercises use.
  static let exerciseEntries = [
    "getpid", "clock_gettime", "read", "write", "tick", "timer", "reschedule", "nmi", "nmi-exposed", "page-fault",
  ]

  /// One row an entry: how the kernel is entered, and the first thing that its function needs and that is private.
  func entryTable() throws -> Exercise.Table {
    let exposed = scope.exposedClasses(settings: settings)
    var rows: [[String]] = []
    for name in Self.exerciseEntries {
      guard let entry = entries.first(where: { $0.name == name }) else { continue }
      let need = try needs(of: entry.function).first { !exposed.contains($0.sectionClass) }
      rows.append([name, entry.kind.rawValue, need.map { "\($0.object), in \($0.section)" } ?? "nothing"])
    }
    return .init(
      title: "Kernel entries, and the private data that each needs", columns: ["entry", "how", "needs"], rows: rows)
  }
}

/// An event of a sheet, with one that may come while its function runs.
struct AskedEvent: Hashable {
  /// What happens.
  enum Kind: Hashable {
    /// A kernel entry, by its name.
    case entry(String)
    /// The scheduler picks a thread, by its name.
    case schedule(String)
  }

  var kind: Kind
  /// An entry that interrupts the function of this one.
  var interruptedBy: String?

  /// The event in the scenario; the interruption comes before the first instruction of a function of the syscall.
  var event: ScenarioEvent {
    switch kind {
    case .schedule(let thread): ScenarioEvent(.schedule(thread))
    case .entry(let name):
      ScenarioEvent(
        Self.event(name),
        during: interruptedBy.map { [.init(at: Self.place(in: name), ScenarioEvent(Self.event($0)))] } ?? [])
    }
  }

  /// "read; when its function has just begun, tick comes".
  var words: String {
    switch kind {
    case .schedule(let thread): "an interrupt; the scheduler picks process \(thread), which goes on in user code"
    case .entry(let name):
      name + (interruptedBy.map { "; when its function has just begun, \($0) comes" } ?? "")
    }
  }

  private static func event(_ name: String) -> ScenarioEvent.Kind {
    switch name {
    case "tick", "timer", "reschedule": .interrupt(name)
    case "nmi", "nmi-exposed": .nmi(name)
    case "page-fault": .demandFault
    default: .syscall(name)
    }
  }

  private static func place(in syscall: String) -> String {
    switch syscall {
    case "read": "ksys_read"
    case "getpid": "__task_pid_nr_ns"
    default: "__x64_sys_\(syscall)"
    }
  }
}
