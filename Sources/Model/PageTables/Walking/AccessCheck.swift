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
        return fault(cause, level, access, controls, [.protection])
      }
      if let cause = denyingRegister(for: access, controls: controls) {
        return fault(cause, nil, access, controls, [.protection])
      }
      return .allowed(physical)
    }
  }

  /// The highest level whose entry alone denies a mapped access, and by which bit.
  private func denyingEntry(for access: Access, controls: Controls) -> (Level, PageFault.Cause)? {
    let needsUser = access.mode == .user
    let needsWrite = access.kind == .write && (needsUser || controls.writeProtect)
    let needsExecute = access.kind == .fetch && controls.noExecuteEnabled
    if (!needsUser || rights.contains(.user)) && (!needsWrite || rights.contains(.write))
      && (!needsExecute || rights.contains(.execute))
    {
      return nil
    }
    for visit in visits {
      if needsUser && !visit.entry[.user] { return (visit.level, .supervisorPage) }
      if needsWrite && !visit.entry[.writable] { return (visit.level, .readOnly) }
      if needsExecute && visit.entry[.noExecute] { return (visit.level, .noExecute) }
    }
    return nil
  }

  /// The control register that denies a supervisor access to a user page; nil if none does.
  private func denyingRegister(for access: Access, controls: Controls) -> PageFault.Cause? {
    guard rights.contains(.user) else { return nil }
    switch (access.kind, access.mode) {
    case (_, .user): return nil
    case (.fetch, _): return controls.smep ? .smep : nil
    case (_, .supervisor(let alignmentCheck)): return controls.smap && !alignmentCheck ? .smap : nil
    case (_, .implicitSupervisor): return controls.smap ? .smap : nil
    }
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
