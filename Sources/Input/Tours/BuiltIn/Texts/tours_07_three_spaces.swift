// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let tours_07_three_spaces = (path: "tours/07-three-spaces.tour", text: #"""
# Three spaces, and who switches between them
# Address space isolation (ASI), as A. Chartre posted it in July 2019: a third space beside the two of
# PTI, and a record of which one the kernel is in. What happens in a call, on an interrupt, and in a
# window. Two predictions.

open ../scenarios/asi-enter-exit.yaml
design pti
goto start
expect design pti
expect space U
mark "two spaces"
# Two calls, getpid and read, two flips each. Point at the letters: U K U.
say "A space is all that one value of CR3, the page table register, maps. PTI gives a process two: U \
  for user code, K for the kernel. A flip is a CR3 write that changes the space: see the marks below \
  the ribbon."

# The ribbon still shows pti. Let them guess, then count the marks together.
ask "Two system calls, getpid and read: four flips. ASI adds a third space, I, to enter and to leave \
  inside of each call. How many flips now?" = flips 8
design asi3
goto end
expect flips 8
expect flushes 4
say "Four a call. The cr3 line counts: writes 8, flushes 4. A flush empties the TLB, the cache of \
  translations. Now one call, step by step."

goto start
next flip
expect step 5
expect space U
mark "enter the kernel"
say "First flip, U>K: the kernel cannot work in U. The line WHY says what would fault."

goto 15
expect space K
expect screen "mov [session.state], ACTIVE"
mark "enter I"
# The session is a record of each CPU, a state machine: INACTIVE, ACTIVE, ABORTED. On a tall screen
# (120x40) the cr3 pane shows it.
say "Now ASI enters I. Nothing else tells that isolation is on, so it keeps a record, the session. See \
  NOW: its state becomes ACTIVE. Two steps before, the old CR3 was saved."

step
expect screen "K>I"
expect cr3 0x3000001
say "Then the flip, K>I. Why? MDS: user code samples what the kernel's loads leave in buffers. What I \
  does not map cannot be loaded. See WHY: from here on less is mapped."

filter "E"
step 2
expect space I
expect cr3 0x3038000
expect screen "I: a root of its own"
# User memory is not in I. The root of U is the page behind that of K: bit 12 of CR3 tells them apart.
# It does not tell I from K.
say "In I. The map shows class E, exposed: what may leak to this process. I maps it; where the column \
  U has a dot, U does not. The cr3 pane: I has a root, a top table, of its own."

filter
next flip
expect screen "I>K"
expect step 27
say "The work is done: back to K, with a flush; then K>U, as in PTI. In K the sibling, the other \
  thread of the core, must not run user code: two syncs, two flips more, for each call."

open ../scenarios/asi-irq-abort.yaml
expect design asi3
goto 23
expect space I
expect symbol asm_sysvec_apic_timer_interrupt
mark "interrupt"
say "A timer interrupt comes while getpid runs in I. The state is ACTIVE. The handler reads timers, \
  which are private."

goto 28
expect screen "I>K"
say "The entry code finds the session ACTIVE and aborts it: I>K. Every interrupt of I does so, whether \
  its handler needs secrets or not."

goto 36
expect space K
expect screen "asi_finish_abort"
# The ribbon shows what comes next. Ask before anybody looks: is I entered again?
say "The handler is done. The abort depth, a counter for interrupts inside of interrupts, goes back to \
  0, and the state to INACTIVE. Soon getpid goes on."

goto 39
expect symbol __task_pid_nr_ns
expect space K
expect flips 3
say "getpid goes on, but in K: see the letters behind the mark. Nobody resumes isolation: the rest of \
  this call runs with everything mapped. The next call enters I anew."

goto start
ask "The same events, but unified: two spaces, no session. Only the timer's handler needs the private \
  space, P. How many flips in all?" = flips 2
design unified
goto end
say "Two, both for the handler. Which space is to be given back? The CR3 of the interrupted code was \
  saved, and it tells. There is no state to lose."

open ../scenarios/asi-barrier.yaml
goto 15
expect design asi3
mark "the window"
# The barrier is patched out here (asi-d4 on). D4 is the name of the defect that it prevents.
say "A last look at that state. It is written first, and CR3 after. Here an interrupt comes between \
  the two, and the patch's guard against that, a barrier, is off."

goto 31
next trouble
expect step 32
expect screen "BROKEN"
say "The abort set INACTIVE. Then the interrupted code loaded I all the same: state and CR3 disagree, \
  see BROKEN. Nobody will ever leave I."

set asi-d4 off
goto end
expect screen "all events"
mark "summary"
say "With the barrier all goes well. Three spaces need a state beside CR3, and four writes a call. \
  Press e and try n and d; tour 08 asks what the third space buys."

"""#)
}
