package import PageTables

/// The answer to one access in simple English, in pieces and in two lengths.
///
///     FAULT  #PF 0x15 (protection, user, fetch): denied at level 4: PML4[0] has XD=1
///     verdict  code         meaning                       cause
package struct FaultSentence: Hashable, Sendable {
  /// "OK", "FAULT", or "UNKNOWN" where the input lacks a table or a register.
  package let verdict: String
  /// "#PF 0x15", "#GP" for an address that is not canonical; empty without a fault.
  package let code: String
  /// The error code spelled out, in the order of its bits: "protection, user, fetch".
  package let meaning: String
  /// Which level denies the access, by which entry and bit, or which control register.
  package let cause: String
  /// The cause where there is little room.
  private let shortCause: String

  /// Describes what `check` says of an access along `walk`.
  package init(walk: Walk, access: Access, check: AccessCheck) {
    switch check {
    case .allowed:
      verdict = "OK"
      code = ""
      meaning = Self.describe(access)
      let isExcused = access.mode == .supervisor(alignmentCheck: true) && access.kind != .fetch
      let flag = isExcused && walk.rights.contains(.user) ? " and EFLAGS.AC=1" : ""
      cause =
        walk.pageSize.map { "allowed by every level\(flag); \($0.name) page, \(walk.rights.words)" } ?? "allowed"
    case .pageFault(let fault):
      verdict = "FAULT"
      code = "#PF 0x" + String(fault.errorCode.rawValue, radix: 16)
      meaning = fault.errorCode.meaning(of: access.kind)
      cause = Self.cause(of: fault, walk: walk)
    case .notCanonical:
      verdict = "FAULT"
      code = "#GP"
      meaning = Self.describe(access)
      cause = "the address is not canonical: bits 63 to \(walk.rootLevel == .pml5 ? 56 : 47) differ"
    case .unknown(let level):
      verdict = "UNKNOWN"
      code = ""
      meaning = Self.describe(access)
      cause = "the input does not hold the \(level.name) (level \(level.rawValue))"
    case .undetermined(let doubt):
      verdict = "UNKNOWN"
      code = ""
      meaning = Self.describe(access)
      cause = doubt.words
    }
    shortCause = if case .undetermined(let doubt) = check { doubt.shortWords } else { cause }
  }

  /// At most 78 columns: "FAULT  #PF 0x15: denied at level 4: PML4[0] has XD=1".
  package var short: String {
    [verdict + (verdict == "FAULT" ? "  " : " ") + (code.isEmpty ? meaning : code), shortCause]
      .joined(separator: ": ")
  }

  /// One line with the error code spelled out; up to about 90 columns.
  package var full: String {
    verdict + (verdict == "FAULT" ? "  " : " ") + reason
  }

  /// The full sentence without its verdict: "#PF 0x15 (protection, user, fetch): denied at level 4: ...".
  package var reason: String {
    code.isEmpty ? "\(meaning): \(cause)" : "\(code) (\(meaning)): \(cause)"
  }

  /// "CPL 3 read", "supervisor write", "processor read of its own".
  private static func describe(_ access: Access) -> String {
    switch access.mode {
    case .user: "user \(access.kind.rawValue)"
    case .supervisor: "supervisor \(access.kind.rawValue)"
    case .implicitSupervisor: "implicit supervisor \(access.kind.rawValue)"
    }
  }

  private static func cause(of fault: PageFault, walk: Walk) -> String {
    let register =
      switch fault.cause {
      case .smep: "denied by CR4.SMEP: a supervisor fetch from a user page"
      case .smap: "denied by CR4.SMAP: a user page, and EFLAGS.AC=0 or implicit"
      default: ""
      }
    guard let level = fault.deniedBy else { return register }
    let entry = "\(level.name)[\(walk.address.index(at: level))]"
    return "denied at level \(level.rawValue): \(entry) \(fault.cause.words)"
  }
}

extension PageFault.Cause {
  /// What denies an access, in a few words.
  var shortWords: String {
    switch self {
    case .notPresent: "not present"
    case .reservedBit: "a reserved bit is set"
    case .supervisorPage: "a kernel page"
    case .readOnly: "read-only"
    case .noExecute: "not executable"
    case .smep: "SMEP: a user page"
    case .smap: "SMAP: a user page"
    }
  }

  /// What the entry at fault has, or what denies the access in its place.
  var words: String {
    switch self {
    case .notPresent: "has P=0"
    case .reservedBit: "has reserved bits set"
    case .supervisorPage: "has US=0"
    case .readOnly: "has RW=0"
    case .noExecute: "has XD=1"
    case .smep: "CR4.SMEP"
    case .smap: "CR4.SMAP"
    }
  }
}

extension PageFault.ErrorCode {
  /// The bits in words, from bit 0 up: "not present, supervisor, read".
  ///
  /// `kind` tells a fetch from a read where the processor does not report fetches.
  package func meaning(of kind: Access.Kind) -> String {
    var words = [
      contains(.protection) ? "protection" : "not present",
      contains(.user) ? "user" : "supervisor",
      kind.rawValue,
    ]
    if contains(.reserved) { words.append("reserved bit") }
    return words.joined(separator: ", ")
  }
}

extension Rights {
  /// "r-x, user" or "rw-, supervisor".
  var words: String { letters + (contains(.user) ? ", user" : ", supervisor") }
}
