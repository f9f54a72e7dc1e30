// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let tours_05_nmi_in_the_entry_window = (path: "tours/05-nmi-in-the-entry-window.tour", text: #"""
# An NMI in the entry window
# CPL is 0 already, CR3 is still the program's: an interrupt that nobody can put off comes just then.
# For readers who have never seen kernel code. Three predictions.

open ../scenarios/getpid.yaml
design pti
expect cpl 3
expect space U
say "A system call under pti. The program runs in U, a space that hardly maps the kernel; a space is what \
  one value of the register CR3 maps. The kernel flips to K, its own: it writes CR3, at step 5."

mark "window"
goto 3
expect cpl 0
expect space U
expect flips 0
# Every entry to the kernel has such a window, and every exit a second one.
say "Step 3, line NOW: CPL 0 in space U. CPL is the privilege level, 0 for the kernel. So the kernel runs, \
  but its own space is not active yet. From step 1 to the flip is the entry window."

# Ordinary interrupts are off here: the processor clears the flag at SYSCALL.
say "Ordinary interrupts are held back in the window. One kind cannot be: the NMI, a non-maskable \
  interrupt. A watchdog or a profiler sends it, and its handler needs memory that only K maps."

ask "Without an NMI there are two flips, in and out. Now one comes at this very step. How many flips are \
  there in all?" = flips 4
inject nmi
goto end
expect cpl 3
expect space U
say "Four: the line cpu0 has a short stretch of K before the long one. The letter i below is where the NMI \
  was put in. Who flips, and how does it know that it has to?"

mark "NMI"
goto 3
expect symbol asm_exc_nmi
expect cpl 0
expect space U
# The IDT and this stack are mapped in U, or else this would be the end: a double fault.
say "The NMI's first instruction: CPL 0, and still in U. U maps the table that led here, the IDT, and a \
  stack that only NMIs use."

goto 6
expect symbol paranoid_entry+0x48
say "An ordinary interrupt asks: did I come from CPL 3? Then flip. That rule fails here. So this code, \
  paranoid_entry, trusts nothing but the register: it reads CR3, and keeps it in r14."

goto 7
expect flips 1
expect screen "FLIP U>K"
say "CR3 selects U, so it flips to K. The line WHY: step 9 is the handler, and U does not map even its \
  code. A page fault, #PF, would not help: it would come from CPL 0 too, and not flip."

goto 14
expect flips 2
expect symbol end_repeat_nmi+0x46
expect space K
expect screen "FLIP K>U"
say "The handler is done. From r14 CR3 gets its old value, U: the interrupted code must not notice \
  anything. It continues at step 17, where it was."

goto 19
expect flips 3
expect symbol entry_SYSCALL_64+0x20
say "And here is the flip of the system call itself, the third. It was late, but it does not know that."

mark "in K"
undo
goto 12
expect space K
# The first flip has been made already when the NMI comes.
ask "The NMI is taken back. A new one comes here, in the middle of K. How many flips are there in the \
  whole call this time?" = flips 2
inject nmi
goto end
say "Two, none for the NMI. It reads CR3 as before, finds K, and writes nothing, in or out. No counter is \
  needed: CR3 itself is the state."

mark "unified"
open ../scenarios/nmi-entry-window.yaml
expect design pti
goto 3
expect symbol asm_exc_nmi
expect flips 0
say "Back to the NMI in the window. Another design, unified, is only on paper, from a mail of 2019: the \
  program runs in E, which also maps the kernel's code and its harmless data."

ask "getpid touches nothing that E does not map. The NMI's handler does, and needs the private space P. \
  How many flips now?" = flips 2
design unified
goto end
expect space E
expect cpl 3
say "One pair, the NMI's: in the line cpu0 the stretch of P. The call itself has none. The kernel's code \
  may run in E from its first instruction on, so there is no window to fall into."

goto 7
expect symbol paranoid_entry+0x5d
expect screen "FLIP E>P"
say "The NMI does what it did before: it reads CR3, sees E, writes P, and gives E back afterwards. Every \
  visit to P works like this; the window is no special case."

say "In the entry window CPL and CR3 disagree, so an NMI has to save and to restore CR3; a design without \
  the flip has no window. Try it: e explores, i injects at any step, u undoes. Tour 06 counts what flips \
  cost."

"""#)
}
