/// The access check of semantics.md 3.1, written from its pseudo code.
struct NaiveCheck {
  enum Kind: CaseIterable { case read, write, execute }

  /// What stands in one entry of the way down.
  struct Met {
    var present = true
    var reserved = false
    var writable = true
    var user = true
    var noExecute = false
  }

  var cpl = 0
  var kind = Kind.read
  var implicit = false
  var alignmentCheck = false
  var writeProtect = true
  var smep = true
  var smap = true
  var nxe = true
  /// From the root down.
  var met: [Met] = []

  var isSupervisor: Bool { cpl < 3 || implicit }

  /// The error code; nil if the access is allowed.
  var errorCode: UInt32? {
    let bits: UInt32 =
      (kind == .write ? 2 : 0) + (isSupervisor ? 0 : 4) + (kind == .execute && (nxe || smep) ? 16 : 0)
    if let stop = stop {
      return stop.reserved ? bits + 8 + 1 : bits
    }
    return isAllowed(met) ? nil : bits + 1
  }

  /// The step, from 0 at the root, of the entry that stops the walk, else of the first that alone denies.
  var denyingStep: Int? {
    if let stop { return stop.step }
    guard !isAllowed(met) else { return nil }
    var entriesOnly = self
    entriesOnly.smep = false
    entriesOnly.smap = false
    return met.indices.first { !entriesOnly.isAllowed([met[$0]]) }
  }

  private var stop: (step: Int, reserved: Bool)? {
    for (step, entry) in met.enumerated() {
      if !entry.present { return (step, false) }
      if entry.reserved || (entry.noExecute && !nxe) { return (step, true) }
    }
    return nil
  }

  private func isAllowed(_ entries: [Met]) -> Bool {
    let writable = entries.allSatisfy(\.writable)
    let user = entries.allSatisfy(\.user)
    let fetchable = !(nxe && entries.contains(where: \.noExecute))
    if isSupervisor {
      let mayTouch = !user || !smap || (alignmentCheck && !implicit)
      switch kind {
      case .read: return mayTouch
      case .write: return mayTouch && (writable || !writeProtect)
      case .execute: return (!user || !smep) && fetchable
      }
    }
    switch kind {
    case .read: return user
    case .write: return user && writable
    case .execute: return user && fetchable
    }
  }
}
