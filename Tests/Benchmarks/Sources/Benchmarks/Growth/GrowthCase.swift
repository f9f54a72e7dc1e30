/// A command on an input whose size can be chosen.
struct GrowthCase {
  /// Whether the input is what people have, or was made to be expensive.
  enum Kind: String {
    /// What people have.
    case ordinary
    /// Made to be expensive.
    case hostile
    /// Made to be expensive, and refused with a message (status 2), at 1x already.
    case refused
  }

  /// What is measured.
  let what: String
  /// Whether the input is what people have.
  let kind: Kind
  /// The size that is called 1x, in whatever the input consists of.
  let size: Int
  /// Makes an input of a size in the folder and gives the arguments of the command.
  let arguments: (_ size: Int, _ folder: InputFolder) throws -> [String]

  init(
    _ what: String, _ kind: Kind, _ size: Int,
    _ arguments: @escaping (_ size: Int, _ folder: InputFolder) throws -> [String]
  ) {
    self.what = what
    self.kind = kind
    self.size = size
    self.arguments = arguments
  }

  /// All readers and commands whose cost depends on the size of a file.
  static var all: [GrowthCase] { logs + dumps + scenarios + scenarioParts + tours + tourCommands + objects }
}
