/// What the paging unit answers to one access.
public enum AccessCheck: Hashable, Sendable {
  /// The access is done at this physical address.
  case allowed(PhysicalAddress)
  /// The access raises #PF.
  case pageFault(PageFault)
  /// The address is not canonical: #GP, or #SS for a stack access.
  case notCanonical
  /// The memory does not hold the table of this level: nobody can tell.
  case unknown(Level)
  /// A register decides that is not known, or the processor did not walk these tables: nobody can tell.
  case undetermined(Doubt)

  /// The fault, if this is one.
  public var fault: PageFault? {
    if case .pageFault(let fault) = self { fault } else { nil }
  }
}

extension Walk {
  /// Checks an access against what the walk met.
  ///
  /// `controls` must be those of the walk. Intel SDM vol. 3A, sections 4.6.1 and 4.7.
  public func check(_ access: Access, controls: Controls) -> AccessCheck {
    if let doubt = controls.doubt { return .undetermined(doubt) }
    switch outcome {
    case .notCanonical:
      return .notCanonical
    case .unreadable(let level, _):
      return .unknown(level)
    case .notPresent(let level):
      return fault(.notPresent, level, access, controls, [])
    case .reserved(let level, _):
      return fault(.reservedBit, level, access, controls, [.protection, .reserved])
    case .mapped(let physical, _):
      if let (level, cause) = denyingEntry(for: access, controls: controls) {
        // A fetch may be denied by an entry, whatever else is unknown; of a write CR0.WP decides.
        let doubt = rights.doubt(about: access, controls: controls)
        guard cause == .readOnly, doubt == .writeProtect else {
          return fault(cause, level, access, controls, [.protection])
        }
        return .undetermined(.writeProtect)
      }
      if let doubt = rights.doubt(about: access, controls: controls) { return .undetermined(doubt) }
      if let cause = denyingRegister(for: access, controls: controls) {
        return fault(cause, nil, access, controls, [.protection])
      }
      return .allowed(physical)
    }
  }

  /// The highest level whose entry alone denies a mapped access, and by which bit.
  private func denyingEntry(for access: Access, controls: Controls) -> (Level, PageFault.Cause)? {
    let needed = Rights.needed(for: access, controls: controls)
    if rights.isSuperset(of: needed) { return nil }
    for visit in visits {
      if needed.contains(.user) && !visit.entry[.user] { return (visit.level, .supervisorPage) }
      if needed.contains(.write) && !visit.entry[.writable] { return (visit.level, .readOnly) }
      if needed.contains(.execute) && visit.entry[.noExecute] { return (visit.level, .noExecute) }
    }
    return nil
  }

  /// The control register that denies a supervisor access to a user page; nil if none does.
  private func denyingRegister(for access: Access, controls: Controls) -> PageFault.Cause? {
    guard rights.isOffLimits(to: access, controls: controls) else { return nil }
    return access.kind == .fetch ? .smep : .smap
  }

  private func fault(
    _ cause: PageFault.Cause, _ level: Level?, _ access: Access, _ controls: Controls,
    _ bits: PageFault.ErrorCode
  ) -> AccessCheck {
    var code = bits
    if access.kind == .write { code.insert(.write) }
    if access.mode == .user { code.insert(.user) }
    if access.kind == .fetch && (controls.noExecuteEnabled || controls.smep) { code.insert(.fetch) }
    return .pageFault(PageFault(errorCode: code, cause: cause, deniedBy: level))
  }
}

extension Rights {
  /// Whether a mapped access is done; ``Walk/check(_:controls:)`` gives the reasons too.
  public func allow(_ access: Access, controls: Controls) -> Bool {
    isSuperset(of: Self.needed(for: access, controls: controls)) && !isOffLimits(to: access, controls: controls)
      && controls.doubt == nil && doubt(about: access, controls: controls) == nil
  }

  /// The rights that every entry on the way must give.
  static func needed(for access: Access, controls: Controls) -> Rights {
    var needed: Rights = access.mode == .user ? .user : []
    if access.kind == .write && (access.mode == .user || controls.writeProtect) { needed.insert(.write) }
    if access.kind == .fetch && controls.noExecuteEnabled { needed.insert(.execute) }
    return needed
  }

  /// Whether CR4.SMEP or CR4.SMAP keeps a supervisor access from a page with these rights.
  func isOffLimits(to access: Access, controls: Controls) -> Bool {
    guard contains(.user) else { return false }
    switch (access.kind, access.mode) {
    case (_, .user): return false
    case (.fetch, _): return controls.smep
    case (_, .supervisor(let alignmentCheck)): return controls.smap && !alignmentCheck
    case (_, .implicitSupervisor): return controls.smap
    }
  }
}
