import PageTables

/// What the kernel compares to decide whether a row goes on: an entry's flags, its effective rights, its level.
struct PtdumpNote: Equatable {
  /// The bits of an entry that are no frame number: 63 to 52 and 11 to 0.
  static let flagsMask = ~FrameNumber.mask
  /// The rights that are inherited as an AND; the other one is XD, an OR.
  static let rightsMask = Entry.Bit.writable.mask | Entry.Bit.user.mask
  /// What the root inherits.
  static let everything = rightsMask

  /// The entry's own flags.
  let flags: UInt64
  /// The flags R/W, U/S and XD as all levels together have them; 0 where the entry is 0.
  let effective: UInt64
  /// The level of the entry's table.
  let level: Level
  /// The table that the input lacks; then the flags mean nothing.
  let missing: FrameNumber?

  /// Notes an entry below tables with the effective rights `inherited`.
  init(_ entry: Entry, level: Level, inherited: UInt64) {
    flags = entry.rawValue & Self.flagsMask
    effective = entry.rawValue == 0 ? 0 : Self.narrow(inherited, by: entry)
    self.level = level
    missing = nil
  }

  /// Notes a table that the input lacks.
  init(missing table: FrameNumber, level: Level) {
    flags = 0
    effective = 0
    self.level = level
    missing = table
  }

  /// The effective rights below `entry` (dump_pagetables.c, effective_prot).
  static func narrow(_ inherited: UInt64, by entry: Entry) -> UInt64 {
    let noExecute = Entry.Bit.noExecute.mask
    return inherited & entry.rawValue & rightsMask | (inherited | entry.rawValue) & noExecute
  }
}
