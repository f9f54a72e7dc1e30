// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let tours_12_switches = (path: "tours/12-switches.tour", text: #"""
# Switches, and a kernel thread that borrows
# What happens to CR3 when the scheduler picks another thread: flips, flushes, and a kernel thread that
# borrows. Four predictions.

open ../scenarios/context-switch.yaml
design nopti
goto end
expect flips 2
mark "a switch"
# The names are in the steps and in NOW when there are several processes: K(A), K(B).
say "Two processes, A and B. Each has a space of its own: what its value of CR3 maps. Without PTI \
  there is one for each, K(A) and K(B). From A to B and back: two flips, CR3 writes that change the \
  space."

ask "PTI: each process has U for user code and K for the kernel. From A's user code to B's user code: \
  how many flips?" = flips 3
design pti
goto 22
expect space U(B)
say "Three. One to enter the kernel, one to change the process, one to leave the kernel. Let us look \
  at each."

goto 6
expect screen "U(A)>K(A)"
mark "three flips"
say "First, U(A)>K(A), as in every interrupt. The scheduler's own interrupt has come to A: somebody \
  else's turn. Bit 63 of what is written is 1: keep TLB, the cache of translations."

next flip
expect step 12
expect screen "K(A)>K(B)"
say "Second, K(A)>K(B): the kernel's view of B. Each process has a number, the PCID, that tags its \
  translations in the TLB. B gets a new one; here bit 63 is 0, and what the TLB had under it is \
  flushed."

next flip
expect step 21
expect screen "K(B)>U(B)"
expect flushes 2
# user_pcid_flush_mask remembers that the user half still has to be flushed; step 20 reads it.
say "Third, K(B)>U(B). U(B) has a PCID of its own. At the switch the kernel noted that it has to be \
  flushed as well, and does so now, at its first use."

mark "the way back"
ask "Two flushes so far. Then B calls getpid, A comes back, and calls getpid. How many flushes at the \
  end?" = flushes 2
goto end
expect flips 10
say "No more. A's PCIDs are still its own, and the TLB still knows its translations. Linux keeps six \
  processes on each CPU that way (open seven-processes, to see it fail)."

# The switches need P, the two getpids do not.
ask "unified: user code runs in E(A), E(B); P is for private work. Two switches and two getpids. How \
  many flips?" = flips 6
design unified
goto end
expect syncs 2
say "Six instead of ten. The getpids are free. A switch takes three, as before: the scheduler works \
  for all processes, so its data is private."

goto start
next flip
expect screen "E(A)>P(A)"
mark "unified"
say "The first of them. WHY: the next step reads runqueues, the lists of all that wants to run. E(A) \
  does not map that. It is also a sync: siblings, the core's other threads, are held from here on."

mark "a kernel thread"
# kworker has no mm. Linux calls it lazy TLB: CR3 is left alone.
ask "A calls getpid; then a kernel thread, without user memory, runs; a timer comes; A comes back and \
  calls getpid. How many flips, unified?" = flips 2
open ../scenarios/kernel-thread.yaml
goto end
expect flips 2
say "Two: E>P to the scheduler, P>E on the way back to A's user code. In between CR3 did not change."

goto 42
expect symbol worker_thread
expect space P
expect cr3 0x3000001
say "The kernel thread works. It has no space of its own: it borrows that of A. CR3 keeps its value, \
  and the thread never looks at A's user memory."

goto 50
expect symbol hrtimer_interrupt
expect flips 1
say "The timer interrupts it. Its handler needs P, and P it is already: no flip. All this time counts \
  as private work, one sync in all."

design pti
goto end
expect flips 6
mark "summary"
say "Under pti: six flips, two for each way into the kernel, none to another process. So a kernel \
  thread costs no new tables, and a switch of processes three flips under either design. Press e, then \
  n or d."

"""#)
}
