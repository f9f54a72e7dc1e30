import Isolation
import KernelCode
import PageTables
import ScenarioMemory
import ScenarioModel

extension Engine {
  /// Whether a condition holds now.
  func holds(_ condition: Operation.Condition, _ frame: Frame) -> Bool {
    switch condition {
    case .always: true
    case .inPrivate: system.cpu.spaceKind == .private
    case .inExposed: system.cpu.spaceKind == .exposed
    case .leftExposed: hasLeftExposed(frame)
    case .leftExposedOrAborted: hasLeftExposed(frame) || frame.aborts
    case .passedGate: frame.passedGate && system.cpu.spaceKind == .private
    case .clearOwed: frame.owesClear
    case .needsGate: system.cpu.spaceKind == .exposed && (isPrivate(frame) || frame.fault == .missingGate)
    case .switchesMM: pickedProcess(frame).map { $0 != system.cpu.loadedProcess } ?? false
    case .fatalFault: isFatal(frame.fault)
    case .passedFault: frame.fault == .missingGate && !isFatal(frame.fault)
    case .handled: frame.fault != .missingGate && !isFatal(frame.fault)
    case .sessionActive: session?.state == .active
    case .leavesIsolated: session?.state == .active && !claimsNothingPrivate
    case .abortsSession: session.map { $0.state == .active || $0.state == .aborted && $0.retriesAbort } ?? false
    case .sessionAborted: session?.state == .aborted
    case .sessionStarted: session.map { $0.state != .inactive } ?? false
    case .abortedHere: session?.state == .aborted && frame.aborts
    case .isTense: system.threads[system.cpu.current].isTense
    case .isRestricted: target?.isCurrent ?? false
    case .entersRestricted: frame.entersRestricted
    case .isControlTainted: target.map { $0.isCurrent && $0.taints.contains(.userControl) } ?? false
    case .isOtherControlTainted: target.map { frame.entersRestricted && $0.taints.contains(.otherControl) } ?? false
    }
  }

  private var session: ASISession? { system.cpu.kept.session }
  private var target: RestrictedState? { system.cpu.kept.target }

  /// Whether CR3 selected the space of user code when a frame began.
  func beganExposed(_ frame: Frame) -> Bool {
    ScenarioTables.spaceKind(ofRoot: frame.savedCR3.root, kernel.design) == .exposed
  }

  private func hasLeftExposed(_ frame: Frame) -> Bool {
    beganExposed(frame) && system.cpu.spaceKind == .private && frame.fault != .missingGate
  }

  /// Whether the entry whose work is done is marked exposed.
  private var claimsNothingPrivate: Bool {
    for frame in system.threads[system.cpu.current].frames.reversed() {
      if case .entry(let index) = frame.kind { return kernel[index].point.marking == .exposed }
    }
    return false
  }
}
