import Canvas
import Chassis
import Explorer
import ObjectExplorer
import Replay

/// `help keys`: printed from the tables that issue the commands.
enum KeysTopic {
  static var text: String {
    let explorer = Explorer.keys.bindings.map { (names($0.keys), $0.help) }
    let objects = ObjectExplorer.keys.bindings.map { (names($0.keys), $0.help) }
    let tours = ReplayKeys.table.bindings.map { (names($0.keys), $0.help) }
    return """
      In the explorer. A number before a key repeats it: 10 Space goes ten steps.

      \(HelpTopic.table(explorer, width: 19))
      In the explorer of an object file ('cr3scope vmlinux.o').

      \(HelpTopic.table(objects, width: 19))
      In a tour ('cr3scope replay'). Any other key goes on.

      \(HelpTopic.table(tours, width: 31))
      """
  }

  private static func names(_ keys: [Key]) -> String { keys.map(\.name).joined(separator: " ") }
}
