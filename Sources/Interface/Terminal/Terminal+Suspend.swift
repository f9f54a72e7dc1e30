import CNcurses
import Glibc

extension Terminal {
  /// Gives the terminal back, stops the process and its group until someone continues it (Ctrl-Z, then `fg`),
  /// and takes the terminal over again; the size may differ then, and the screen must be shown again.
  package mutating func suspend() {
    if marksPastes { Self.send(Self.marksNoPastes) }
    endwin()
    Restoration.disarm()
    // The whole group, as the terminal's driver does, so that a shell's pipeline stops as one.
    kill(0, SIGTSTP)
    Restoration.arm(text: leavingText)
    resume()
  }

  /// Takes the terminal over again, from whatever another program left.
  mutating func resume() {
    while notices.next() != nil {}
    takeSystemSize()
    if marksPastes { Self.send(Self.marksPastes) }
    cr3_redraw()
    cr3_refresh()
  }
}
