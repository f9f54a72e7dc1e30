import Glibc
import Synchronization

// What happens when a page of a mapped file is not there any more.

extension MappedFiles {
  /// What SIGBUS did before; set once.
  private static let previous = Mutex<sigaction?>(nil)

  /// Puts zeros where the bytes behind the end of a shortened file were, if `address` lies in a mapped file; true if the
  /// access can be tried again. For handlers of signals: it takes no lock that it would have to wait for, and no memory.
  ///
  /// mmap is not in POSIX's list of functions for handlers, but is a system call and nothing else in glibc.
  package static func mend(at address: UInt) -> Bool {
    let end = ranges.withLockIfAvailable { ranges in
      for index in 0..<ranges.count {
        let end = ranges.bounds[2 * index + 1]
        if ranges.bounds[2 * index] <= address && address < end { return end }
      }
      return 0
    }
    guard let end, end != 0 else { return false }
    let start = address & ~0xfff
    // The pages from the fault to the end of the mapping belong to it, and nobody else has them; a FileBytes that is in
    // use keeps the mapping.
    let pages = unsafe mmap(
      UnsafeMutableRawPointer(bitPattern: start), Int(end - start), PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
      -1, 0)
    return UInt(bitPattern: pages) == start
  }

  /// Has SIGBUS mended from now on. Where it cannot be, it does what it did before.
  static func handleFaults() {
    previous.withLock { previous in
      guard previous == nil else { return }
      var before = sigaction()
      var action = sigaction()
      action.sa_flags = SA_SIGINFO | SA_ONSTACK
      // SA_SIGINFO, set above, selects this member of the union and promises a structure.
      unsafe action.__sigaction_handler.sa_sigaction = { signal, info, _ in
        // The structure is there. The kernel gives faults positive codes; only then the member is theirs.
        if let info = unsafe info, unsafe info.pointee.si_code > 0 {
          let address = unsafe UInt(bitPattern: info.pointee._sifields._sigfault.si_addr)
          if MappedFiles.mend(at: address) { return }
        }
        // The instruction faults again on return, now for whom it did before.
        var before = MappedFiles.previous.withLockIfAvailable { $0 ?? sigaction() } ?? sigaction()
        // A local that outlives the call.
        unsafe sigaction(signal, &before, nil)
      }
      // Locals that outlive the call.
      unsafe sigaction(SIGBUS, &action, &before)
      previous = before
    }
  }
}
