package import Canvas

/// Which key issues which command, or does what else there is to do: one table, from which help is printed as well.
package struct KeyTable<Deed: Sendable>: Sendable {
  /// One line of the table.
  package struct Binding: Sendable {
    /// The keys, any of which will do.
    package let keys: [Key]
    /// What it does, in a few words.
    package let help: String
    /// Whether the line is among the few that the last line of the screen shows, and in which words.
    package let footer: String?
    /// The same for scenarios.
    package let scenarioFooter: String?
    /// What is to be done, made from the count typed before the key; nil for none.
    package let command: @Sendable (Int?) -> Deed

    /// Binds keys to what is to be done.
    package init(
      _ keys: [Key], _ help: String, footer: String? = nil, scenario: String? = nil,
      _ command: @escaping @Sendable (Int?) -> Deed
    ) {
      self.keys = keys
      self.help = help
      self.footer = footer
      scenarioFooter = scenario
      self.command = command
    }
  }

  /// All lines, in the order in which help lists them.
  package let bindings: [Binding]
  private let byKey: [Key: Binding]

  /// A table of these lines; of two lines with the same key the first counts.
  package init(_ bindings: [Binding]) {
    self.bindings = bindings
    byKey = Dictionary(
      bindings.flatMap { binding in binding.keys.map { ($0, binding) } }, uniquingKeysWith: { first, _ in first })
  }

  /// What a key does with the count typed before it; nil if it does nothing.
  package func command(for key: Key, count: Int?) -> Deed? { byKey[key]?.command(count) }
}
