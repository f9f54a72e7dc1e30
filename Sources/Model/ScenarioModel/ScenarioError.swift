/// A scenario that cannot be run; the description says what is wrong with it.
package enum ScenarioError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A section that is not there, and who is in it.
  case unknownSection(String, of: String)
  /// A section has no room for a name.
  case full(String, String)
  /// A function in a section that is not executable.
  case notText(String, String)
  /// Data that is not there, and the function that uses it.
  case unknownData(String, of: String)
  /// A function that is not there, and who calls it.
  case unknownFunction(String, of: String)
  /// Functions that call each other in a circle.
  case recursion(String)
  /// Sections that want the same addresses, or whose pages are not aligned.
  case badSection(String)
  /// An entry that is not there.
  case unknownEntry(String, kinds: [String])
  /// A thread that is not there.
  case unknownThread(String)
  /// More processes than there are frames for.
  case tooManyProcesses(Int)
  /// More kernel entries than a kernel has.
  case tooManyEntries(Int)
  /// An event that the running thread cannot take part in.
  case impossible(String)
  /// Switches that make no sense together.
  case settings(String)

  package var description: String {
    switch self {
    case .unknownSection(let section, let owner): "'\(owner)' is in section '\(section)', which is not there"
    case .full(let section, let name): "section '\(section)' has no room for '\(name)'"
    case .notText(let section, let name): "function '\(name)' is in section '\(section)', which is not executable"
    case .unknownData(let name, let function): "function '\(function)' uses data '\(name)', which is not there"
    case .unknownFunction(let name, let owner): "'\(owner)' calls function '\(name)', which is not there"
    case .recursion(let name): "function '\(name)' calls itself; functions here run once through"
    case .badSection(let reason): reason
    case .unknownEntry(let name, let kinds):
      "there is no \(kinds.joined(separator: " or ")) '\(name)'"
    case .unknownThread(let name): "there is no thread '\(name)'"
    case .tooManyProcesses(let count):
      "\(count) processes; expected at most \(Scenario.modelledProcesses), for more there are no frames"
    case .tooManyEntries(let count):
      "\(count) kernel entries of different names or more; expected at most \(Scenario.modelledEntries)"
    case .impossible(let reason), .settings(let reason): reason
    }
  }
}
