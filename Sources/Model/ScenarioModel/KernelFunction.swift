/// What a function of the modelled kernel does, in order.
package struct KernelFunction: Hashable, Sendable {
  /// One thing that a function does.
  package enum Act: Hashable, Sendable {
    /// Reads a data object.
    case read(String)
    /// Writes a data object.
    case write(String)
    /// Reads user memory, with SMAP suspended.
    case readUser
    /// Writes user memory, with SMAP suspended.
    case writeUser
    /// Calls a function.
    case call(String)
    /// Calls a function through a gate: it runs in the private space.
    case callThroughGate(String)
    /// Maps the user page that faulted.
    case mapPage
    /// Reads through a pointer that leads nowhere.
    case badPointer
  }

  /// What the write that maps a page goes to, by the direct map.
  package static let pageTables = "page tables"

  /// The symbol.
  package var name: String
  /// The name of the section that holds its text.
  package var section: String
  /// What it does.
  package var acts: [Act]

  /// Describes a function.
  package init(_ name: String, section: String = ".text", _ acts: [Act]) {
    self.name = name
    self.section = section
    self.acts = acts
  }

  /// Bytes from the symbol to the instruction of the act at `index`, the same under every design: gates stand
  /// elsewhere, and are called.
  package static func offset(ofAct index: Int) -> Int { (index + 1) * 4 }
}

/// Kernel data that functions read and write.
package struct DataObject: Hashable, Sendable {
  /// The symbol, or the type with a member, such as "pid.level".
  package var name: String
  /// The name of the section that holds it.
  package var section: String
  /// Bytes, 1 to 4096.
  package var size: Int
  /// Bytes from the start of its section; nil to have it laid behind the one before.
  package var offset: UInt64?

  /// Describes an object.
  package init(_ name: String, section: String, size: Int = 8, offset: UInt64? = nil) {
    self.name = name
    self.section = section
    self.size = size
    self.offset = offset
  }
}
