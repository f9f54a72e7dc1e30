import Glibc
import Synchronization

/// Ctrl-C while no terminal is taken: the first one is noted, so that a long command can end with what it has; the
/// next one ends the process.
package enum Interruption {
  /// Whether Ctrl-C came while it was watched for.
  package static var hasCome: Bool { came.load(ordering: .relaxed) }

  private static let came = Atomic(false)
  private static let watchers = Mutex((count: 0, previous: sigaction()))

  /// Watches for Ctrl-C until `unwatch` was called as often. Where the signal is ignored it stays so.
  package static func watch() {
    // What is made at the first use is made now, not in the handler.
    _ = hasCome
    watchers.withLock { watchers in
      watchers.count += 1
      guard watchers.count == 1, !hasCome else { return }
      // A local that outlives the call.
      unsafe sigaction(SIGINT, nil, &watchers.previous)
      guard !Restoration.isIgnored(watchers.previous) else { return }
      var action = sigaction()
      // The action is the default one again before the handler is called: the next signal ends the process.
      action.sa_flags = Int32(truncatingIfNeeded: SA_RESTART) | Int32(truncatingIfNeeded: SA_RESETHAND)
      // SA_SIGINFO is not set above, which selects this member of the union.
      unsafe action.__sigaction_handler.sa_handler = { _ in Interruption.came.store(true, ordering: .relaxed) }
      // A local that outlives the call.
      unsafe sigaction(SIGINT, &action, nil)
    }
  }

  /// Ends what `watch` began; a signal that came stays noted.
  package static func unwatch() {
    watchers.withLock { watchers in
      watchers.count -= 1
      guard watchers.count == 0, !hasCome else { return }
      // A local that outlives the call.
      unsafe sigaction(SIGINT, &watchers.previous, nil)
    }
  }
}
