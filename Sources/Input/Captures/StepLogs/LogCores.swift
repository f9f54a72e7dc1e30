import Bytes
package import Diagnostics

/// The dumps that belong to a step log: of its first row and of its last.
package struct LogCores: Sendable {
  /// Who chose the dumps.
  package enum Origin: Sendable {
    /// The user, by options: what cannot be used is an error.
    case user
    /// Nobody: they were found beside the log by their names, and may be something else.
    case neighbours
  }

  /// The path of the dump of the first row; nil if there is none.
  package var start: String?
  /// The path of the dump of the last row; nil if there is none.
  package var end: String?
  /// Who chose them.
  package var origin: Origin
  /// What was used, or that there is nothing.
  package var notices: [Notice]

  /// The dumps that `options` name, else those found beside the log.
  package static func of(_ log: InputPath, _ options: InputOptions) -> LogCores {
    if let core = options.corePath {
      return LogCores(start: core, end: options.endCorePath, origin: .user, notices: [])
    }
    guard !log.isStandardInput else {
      return LogCores(
        start: nil, end: nil, origin: .neighbours,
        notices: [Notice(.note, "standard input has no core beside it: page tables are unknown (--core)")])
    }
    return find(log)
  }

  /// Looks for NAME.start.elf, NAME-start.elf and start.elf beside NAME.csv, and the like for the end.
  private static func find(_ log: InputPath) -> LogCores {
    var notices: [Notice] = []
    func first(_ which: String) -> String? {
      let names = ["\(log.stem).\(which).elf", "\(log.stem)-\(which).elf", "\(which).elf"]
      for path in names.map({ log.neighbour($0) }) where FileBytes.isSomething(path) {
        if FileBytes.isRegular(path) { return path }
        notices.append(Notice(.warning, "\(CleanText.clean(path)) is no regular file: passed over"))
      }
      return nil
    }
    guard let start = first("start") else {
      if let end = first("end") {
        notices.append(Notice(.warning, "\(CleanText.clean(end)) is not used: there is no core of the first row"))
      }
      let stem = CleanText.clean(log.stem)
      let message =
        "no core beside the log (\(stem).start.elf, \(stem)-start.elf, start.elf): page tables are unknown"
      return LogCores(start: nil, end: nil, origin: .neighbours, notices: notices + [Notice(.note, message)])
    }
    let end = first("end")
    notices.append(Notice(.note, "tables of the first row from \(CleanText.clean(start))"))
    if let end {
      notices.append(Notice(.note, "tables of the last row from \(CleanText.clean(end))"))
    } else {
      notices.append(Notice(.note, "no core of the last row: changes of tables during the log are unknown"))
    }
    return LogCores(start: start, end: end, origin: .neighbours, notices: notices)
  }
}
