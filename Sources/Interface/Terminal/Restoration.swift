import CNcurses
import Glibc
import Synchronization

/// What gives the terminal back when the process dies without leaving curses first.
///
/// Handlers of signals may touch only memory that exists already, and call only what POSIX lists as
/// async-signal-safe (POSIX.1-2017, section 2.4.3): hence everything is copied, without a pointer, into one
/// variable of the process. Its lock is only ever tried, one compare-and-swap, and never waited for: a handler
/// that finds it taken interrupted the few instructions that arm or disarm, when curses holds no screen.
enum Restoration {
  /// The most bytes of control text that are kept; xterm's need about 60.
  static let textLimit = 256

  private struct Saved {
    var isArmed = false
    var modes = termios()
    var text = InlineArray<256, UInt8>(repeating: 0)
    var textCount = 0
    var mend: Terminal.Options.Mend = { _ in false }
    /// By the signal's number, 1 to 64.
    var previous = InlineArray<65, sigaction>(repeating: sigaction())
  }

  private static let saved = Mutex(Saved())

  /// Signals that end the process, because of someone else or because of its own mistake: all whose default action
  /// is to end it (signal(7), "Standard signals") but SIGKILL, which nobody can handle, and the real-time signals.
  private static let deadly =
    [
      SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU, SIGXFSZ, SIGIO,
      SIGPWR, SIGSTKFLT, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS,
    ] + Array(__libc_current_sigrtmin()...__libc_current_sigrtmax())

  /// Signals that the thread with the terminal must act on.
  private static let noticed = [SIGWINCH, SIGTSTP, SIGCONT]

  /// Remembers what each signal does, before curses installs its own handlers; the terminal's modes; and what can
  /// mend a fault.
  static func remember(_ modes: termios, mend: @escaping Terminal.Options.Mend) {
    // Whatever is made at the first use is made now, not in a handler: no page has the address 0.
    _ = mend(0)
    saved.withLock { saved in
      saved.modes = modes
      saved.mend = mend
      for signal in deadly + noticed {
        // A local that outlives the call; no signal here is above 64.
        unsafe sigaction(signal, nil, &saved.previous[Int(signal)])
      }
    }
    // For a tool that calls `exit` and so ends no lives.
    atexit { Restoration.giveBack() }
  }

  /// From here on the process gives the terminal back when it dies: `text` is written and the modes are set.
  static func arm(text: [UInt8]) {
    saved.withLock { saved in
      saved.textCount = min(text.count, textLimit)
      for index in 0..<saved.textCount { saved.text[index] = text[index] }
      saved.isArmed = true
      for signal in deadly where !isIgnored(saved.previous[Int(signal)]) { handleDeadly(signal) }
      for signal in noticed where !isIgnored(saved.previous[Int(signal)]) { handleNoticed(signal) }
    }
    SignalStack.install()
  }

  /// Forgets the terminal, which has been given back, and lets every signal do what it did before.
  static func disarm() {
    saved.withLock { saved in
      saved.isArmed = false
      for signal in deadly + noticed {
        // A local that outlives the call.
        unsafe sigaction(signal, &saved.previous[Int(signal)], nil)
      }
    }
  }

  /// Gives the terminal back, if it is taken; safe in a handler.
  static func giveBack() {
    _ = saved.withLockIfAvailable { saved in
      guard saved.isArmed else { return }
      saved.isArmed = false
      let text = saved.text.span
      // The count is at most the size of the array, see `arm`.
      unsafe text.withUnsafeBufferPointer { _ = unsafe write(STDOUT_FILENO, $0.baseAddress, saved.textCount) }
      // A local that outlives the call.
      unsafe tcsetattr(STDIN_FILENO, TCSANOW, &saved.modes)
    }
  }

  /// Ends the process by `signal`, as if it had never been handled.
  static func die(by signal: Int32) {
    giveBack()
    var action = sigaction()
    // A local that outlives the call; all zero is the default action.
    unsafe sigaction(signal, &action, nil)
    // A parent may have left the signal blocked; then it would never come.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, signal)
    unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    raise(signal)
  }
}

// MARK: Handlers

extension Restoration {
  private static func handleDeadly(_ signal: Int32) {
    var action = sigaction()
    action.sa_flags = SA_SIGINFO | SA_ONSTACK
    // SA_SIGINFO, set above, selects this member of the union and promises a structure.
    unsafe action.__sigaction_handler.sa_sigaction = { signal, info, _ in
      // The structure is there, as said above.
      let code = unsafe info?.pointee.si_code ?? 0
      if signal == SIGBUS, code > 0, let info = unsafe info {
        // The kernel gives faults positive codes; then this member of the union is theirs.
        let address = unsafe UInt(bitPattern: info.pointee._sifields._sigfault.si_addr)
        if Restoration.mend(at: address) { return }
      }
      Restoration.die(by: signal, code: code)
    }
    install(action, signal)
  }

  private static func handleNoticed(_ signal: Int32) {
    var action = sigaction()
    action.sa_flags = SA_ONSTACK | SA_RESTART
    // SA_SIGINFO is not set above, which selects this member of the union.
    unsafe action.__sigaction_handler.sa_handler = { signal in Notices.post(signal) }
    install(action, signal)
  }

  /// Sets an action during which every other signal waits.
  private static func install(_ action: sigaction, _ signal: Int32) {
    var action = action
    // A local that outlives the call.
    unsafe sigfillset(&action.sa_mask)
    // A local that outlives the call.
    unsafe sigaction(signal, &action, nil)
  }

  private static func mend(at address: UInt) -> Bool {
    let mend = saved.withLockIfAvailable { $0.mend }
    return mend?(address) ?? false
  }

  private static func die(by signal: Int32, code: Int32) {
    // The kernel gives faults positive codes; signals that were sent have others.
    let isFault = code > 0 && (signal == SIGSEGV || signal == SIGBUS || signal == SIGILL || signal == SIGFPE)
    guard isFault else { return die(by: signal) }
    giveBack()
    // The instruction faults again on return, now for the previous handler: Swift's backtrace, or none.
    var previous = saved.withLockIfAvailable { $0.previous[Int(signal)] } ?? sigaction()
    // A local that outlives the call.
    unsafe sigaction(signal, &previous, nil)
  }

  static func isIgnored(_ action: sigaction) -> Bool {
    // Both members of the union are one address, and SIG_IGN is the address 1 (bits/signum-generic.h).
    unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
  }
}
