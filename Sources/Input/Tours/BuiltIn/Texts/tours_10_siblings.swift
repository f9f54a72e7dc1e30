// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let tours_10_siblings = (path: "tours/10-siblings.tour", text: #"""
# Siblings: who is held, and for how long
# Two threads share a core and its buffers. When one of them must not run user code, how it is held, and
# who may share a core at all. Three predictions.

open ../scenarios/smt-siblings.yaml
design pti
goto start
mark "two threads"
say "A core has two threads that run at the same time, siblings: the rows cpu0 and cpu1. They share \
  buffers inside the core. Here both run user code (CPL 3) of one process, in U, its space: what its \
  CR3 maps."

next leak
expect verdict leak
expect leaks PK
expect screen "MDS, sibling: PK"
mark "the leak"
# VERW clears the buffers at the exit. That helps against the same thread, later. The sibling is there
# now.
say "cpu0 has made a system call, and flipped, that is written CR3, to K: all of the kernel. cpu1 \
  still runs user code. MDS samples the shared buffers: see LEAK. PK is private kernel data."

say "To clear the buffers later does not help. So the sibling must be held: pulled into the kernel, \
  and kept there until they are clear. A sync is a moment at which that has to begin."

# kernel-protect: a prototype of J. Fernandes (2020), never merged; it did not wait for the sibling.
ask "Three calls, getpid, read and getpid. A kernel under PTI that holds the sibling whenever it is \
  entered: how many syncs?" = syncs 3
set kernel-protect on
goto end
say "Three, one for each call: in K anything may be touched. (The first steps in K, before the hold, \
  still leak.)"

# The ribbon changes with the design. Point at the row of cpu1.
ask "unified holds the sibling only while the kernel works with private data. How many syncs in these \
  three calls?" = syncs 1
set kernel-protect off
design unified
goto end
expect syncs 1
expect leaks none
say "One: only read leaves E, the space that maps no secret, for P, which maps all. See the row of \
  cpu1: held beside the P's of cpu0. getpid stops nobody."

goto 39
expect symbol hold_sibling
mark "the hold"
say "read has come to its gate. Before the flip, cpu0 raises a counter of the core: private work \
  begins. Then it sends an interrupt to cpu1."

goto 42
expect screen "cmp [sibling.in_user], 0"
expect space E
say "And waits here, until cpu1 has left user code: the attacker is user code, not the kernel. cpu1 \
  has just begun with the interrupt."

goto 44
expect screen "E>P"
say "Only now the flip, E>P. From here on the buffers may hold secrets; nobody samples them."

goto 72
expect symbol clear_cpu_buffers
expect space E
# Try the other order in your head: VERW in P, then speculation loads again, then the flip.
say "The way back: first P>E, then VERW, which clears the buffers: now cpu1 may go on. The other way \
  round, speculation could fill them again."

open ../scenarios/async-sync-window.yaml
next leak
expect space P
expect leaks PK
mark "do not wait"
say "What if cpu0 does not wait? (sync is async here.) A leak of one step: it is in P already, and \
  cpu1 has not yet seen the interrupt."

set sync ack
goto end
expect leaks none
say "sync is ack again: the thread waits, and no step leaks."

open ../scenarios/smt-core-scheduling.yaml
goto 5
expect screen "forced idle"
mark "who may share"
say "Now two processes, A and B. E maps what A may know, also while A runs user code. B may not know \
  it. So they do not share the core: cpu1 is forced idle. That is core scheduling."

# Cookies: A has 1, B has 2. Equal cookies trust each other. Ask: would a sync help here?
set core-sched off
goto start
expect verdict leak
expect leaks "UA, XLA, UB, XLB"
say "Off: both run, and it leaks without any P. B samples UA, memory of A, and XLA, kernel data about \
  A. No sync can help: E is what user code runs with."

# The scheduler works for all processes: private.
ask "Last: a thread calls write, which needs private data, and then falls asleep. The scheduler is \
  private work too. How many syncs?" = syncs 2
open ../scenarios/idle-store-buffer.yaml
next leak
expect leaks PK
mark "sleep"
say "Two, and still a leak: each thread has a part of the store buffer. When cpu0 falls asleep \
  (mwait), its part goes to cpu1, with what is in it. Clearing before sleep (idle-verw) is off here."

set idle-verw on
goto end
expect leaks none
mark "summary"
say "On again: no leak. A sibling is held from before E>P until the buffers are clear, and strangers \
  are kept off the core. Press e, then t, and switch sync or smt. Next: tour 11."

"""#)
}
