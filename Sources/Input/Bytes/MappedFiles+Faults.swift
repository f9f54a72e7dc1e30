import Glibc
import Synchronization

// What happens when a page of a mapped file is not there any more.

extension MappedFiles {
  /// The pages of each slot: the first address and the one behind the last, 0 and 0 for a free one.
  private static let pages = InlineArray<2048, Atomic<UInt>> { _ in Atomic(0) }

  /// What SIGBUS did before; set once.
  private static let previous = Mutex<sigaction?>(nil)

  /// Notes the pages of a slot, or that it is free.
  ///
  /// The end is 0 while the start changes, so that a handler on another thread never sees the parts of two mappings.
  static func setPages(_ range: Range<UInt>?, ofSlot slot: Int) {
    pages[2 * slot + 1].store(0, ordering: .sequentiallyConsistent)
    pages[2 * slot].store(range?.lowerBound ?? 0, ordering: .sequentiallyConsistent)
    pages[2 * slot + 1].store(range?.upperBound ?? 0, ordering: .sequentiallyConsistent)
  }

  /// The slot of the mapping that starts at `address`; nil if there is none.
  static func slot(startingAt address: UInt) -> Int? {
    (0..<limit).first { pages[2 * $0].load(ordering: .relaxed) == address }
  }

  /// Where the mapping ends in which `address` lies; nil if it lies in none.
  private static func end(around address: UInt) -> UInt? {
    for slot in 0..<limit {
      let end = pages[2 * slot + 1].load(ordering: .sequentiallyConsistent)
      guard address < end, pages[2 * slot].load(ordering: .sequentiallyConsistent) <= address,
        pages[2 * slot + 1].load(ordering: .sequentiallyConsistent) == end
      else { continue }
      return end
    }
    return nil
  }

  /// Puts zeros where the bytes behind the end of a shortened file were, if `address` lies in a mapped file; true if the
  /// access can be tried again. For handlers of signals: it takes no lock and no memory.
  ///
  /// mmap is not in POSIX's list of functions for handlers, but is a system call and nothing else in glibc.
  package static func mend(at address: UInt) -> Bool {
    guard let end = end(around: address) else { return false }
    let start = address & ~0xfff
    // The pages from the fault to the end of the mapping belong to it, and nobody else has them; a FileBytes that is in
    // use keeps the mapping.
    let pages = unsafe mmap(
      UnsafeMutableRawPointer(bitPattern: start), Int(end - start), PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
      -1, 0)
    return UInt(bitPattern: pages) == start
  }

  /// Has faults in mapped files mended from now on. What cannot be mended does what it did before; a terminal that is
  /// taken has a handler of its own, which asks ``mend(at:)`` first and gives the terminal back if that fails.
  static func handleFaults() {
    previous.withLock { previous in
      guard previous == nil else { return }
      var before = sigaction()
      var action = sigaction()
      action.sa_flags = SA_SIGINFO | SA_ONSTACK
      // SA_SIGINFO, set above, selects this member of the union and promises a structure.
      unsafe action.__sigaction_handler.sa_sigaction = { signal, info, _ in
        // The structure is there. The kernel gives faults positive codes; only then the member is theirs.
        let isFault = unsafe info?.pointee.si_code ?? 0 > 0
        if isFault, let info = unsafe info {
          let address = unsafe UInt(bitPattern: info.pointee._sifields._sigfault.si_addr)
          if MappedFiles.mend(at: address) { return }
        }
        var before = MappedFiles.previous.withLockIfAvailable { $0 ?? sigaction() } ?? sigaction()
        // A local that outlives the call.
        unsafe sigaction(signal, &before, nil)
        // The instruction of a fault faults again on return; a signal that somebody sent comes only once.
        if !isFault { raise(signal) }
      }
      // Locals that outlive the call.
      unsafe sigaction(SIGBUS, &action, &before)
      previous = before
    }
  }
}
