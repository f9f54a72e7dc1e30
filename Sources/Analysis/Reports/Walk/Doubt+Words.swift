package import PageTables

extension Doubt {
  /// Why there is no verdict, in a sentence without its full stop.
  package var words: String {
    switch self {
    case .realMode: "CR0.PE=0: this CPU was in real mode or never started: no tables"
    case .pagingOff: "CR0.PG=0: this CPU had paging off, and used no tables"
    case .shortPaging: "CR4.PAE=0: this CPU used 32-bit paging, not these tables"
    case .writeProtect: "a read-only page, and CR0.WP is not in the input"
    case .smep: "a user page, and CR4.SMEP is not in the input"
    case .smap: "a user page, and CR4.SMAP is not in the input"
    case .alignmentCheck: "a user page, CR4.SMAP=1, and EFLAGS.AC of this moment is not in the input"
    }
  }

  /// Which bit it is that nobody knows or that makes the tables meaningless: "CR0.PG=0".
  package var shortWords: String {
    switch self {
    case .realMode: "CR0.PE=0: no paging"
    case .pagingOff: "CR0.PG=0: no paging"
    case .shortPaging: "CR4.PAE=0: 32-bit paging"
    case .writeProtect: "CR0.WP is not in the input"
    case .smep: "CR4.SMEP is not in the input"
    case .smap: "CR4.SMAP is not in the input"
    case .alignmentCheck: "EFLAGS.AC of this moment is not in the input"
    }
  }
}
