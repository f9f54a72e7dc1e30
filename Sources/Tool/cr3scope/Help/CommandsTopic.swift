import Commands
import Isolation

/// `help commands`: printed from the table that reads them.
enum CommandsTopic {
  static var text: String {
    """
    The same commands behind : in the explorer and in tours. Tab completes them.
    A number alone goes to that step, a percentage to that part of the timeline.
    A text with blanks may stand in double quotes; \\" is a quotation mark in it.

    \(HelpTopic.table(CommandSyntax.all.map { ("\($0.name) \($0.arguments)", $0.about) }, width: 32))
    set KEY VALUE has these switches:

    \(HelpTopic.table(Settings.keys.map { ("\($0.name) \($0.values.joined(separator: "|"))", $0.about) }, width: 34))
    """
  }
}
