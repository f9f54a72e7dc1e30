/// Moments at which what comes next is the next event, and nothing else.
extension Engine {
  /// Whether user code of CPU 0 runs by itself, and nothing waits; the sibling, if there is one, has done all that
  /// it has to do. If so, it is the turn of CPU 0.
  mutating func isAtRest() -> Bool {
    guard system.sibling != nil else { return isCPUAtRest() }
    let turn = system.cpu.number
    if turn == 1 { swapCPUs() }
    var isAtRest = isCPUAtRest()
    if isAtRest {
      swapCPUs()
      isAtRest = isCPUAtRest() && system.cpu.nextEvent == kernel.events[1].count
      swapCPUs()
    }
    // Else the turn is what it was.
    if !isAtRest && turn == 1 { swapCPUs() }
    return isAtRest
  }

  /// Goes back from calls that are done, which the next step would begin with.
  private mutating func isCPUAtRest() -> Bool {
    guard system.cpu.cpl == 3, system.cpu.hold == nil, system.cpu.holdComes == nil else { return false }
    var frame = system.frame
    while frame.kind != .base, frame.next >= kernel.programs[frame.program].operations.count, endProgram(frame) {
      frame = system.frame
    }
    return system.threads[system.cpu.current].frames.count == 1 && system.frame.next == 0 && isUserThread
      && system.cpu.triggers.isEmpty && system.cpu.held.isEmpty && system.cpu.pending == nil
  }
}
