/// The tables that the code of one symbol jumps through, each looked for once: many jumps may share one.
struct FoundTables {
  private struct Key: Hashable {
    let start: ObjectPlace
    let layout: SwitchTables.Layout
  }

  private var tables: [Key: SwitchTables.Answer] = [:]

  /// What is at a place. `code` is any place of the code.
  mutating func table(
    at start: ObjectPlace, _ layout: SwitchTables.Layout, of code: ObjectPlace, in all: SwitchTables
  ) -> SwitchTables.Answer {
    let key = Key(start: start, layout: layout)
    if let known = tables[key] { return known }
    let table = all.table(at: start, layout, of: code)
    tables[key] = table
    return table
  }
}
