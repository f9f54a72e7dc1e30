package import PageTables
package import Verdicts

extension AccessVerdict {
  /// What is done, in words: "read pid.level, slab (current->thread_pid)" or "fetch do_syscall_64+0x4".
  package var words: String {
    var text = "\(access.kind.rawValue) "
    if access.kind == .fetch { return text + (place.symbol ?? place.region) }
    text += place.name
    if place.name != place.region { text += ", \(place.region)" }
    if let detail = place.detail, let object = place.object, detail != object { text += " (\(detail))" }
    return text
  }

  /// A letter for the kind: R, W or X.
  package var letter: String {
    switch access.kind {
    case .read: "R"
    case .write: "W"
    case .fetch: "X"
    }
  }
}

extension AccessCheck {
  /// The answer in a few words: "#PF 0x2, not present at level 4", or "allowed".
  package var words: String {
    let level = fault?.deniedBy.map { " at level \($0.rawValue)" } ?? ""
    return code.isEmpty ? cause : "\(code), \(cause)\(level)"
  }

  /// "#PF 0x2", "#GP", or nothing if the access is done or nobody can tell.
  package var code: String {
    switch self {
    case .allowed, .unknown, .undetermined: ""
    case .notCanonical: "#GP"
    case .pageFault(let fault): "#PF 0x\(String(fault.errorCode.rawValue, radix: 16))"
    }
  }

  /// "not present", "not canonical", "allowed".
  package var cause: String {
    switch self {
    case .allowed: "allowed"
    case .notCanonical: "not canonical"
    case .unknown(let level): "unknown, the \(level.name) is missing"
    case .undetermined(let doubt): "unknown, \(doubt.shortWords)"
    case .pageFault(let fault): fault.cause.shortWords
    }
  }
}
