// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let tours_02_getpid_under_pti = (path: "tours/02-getpid-under-pti.tour", text: #"""
# A real getpid under PTI
# 216 recorded instructions of Linux 6.12: into the kernel and out again, and what had to be hidden.
# For readers who have never seen kernel code. Three predictions.

open ../captures/dump/core-user.elf
expect cpl 3
expect space U
say "A program runs here at CPL 3. CPL is the privilege level: 3 for user code, 0 for the kernel. The \
  register CR3 chooses the space, that is which addresses exist now: U, with hardly any kernel in it."

say "That is PTI, page-table isolation: another space, K, maps all of the kernel, and is used only while \
  the kernel runs. A flip is a write that changes CR3. Now the program calls getpid, to learn its number."

# The recording has not been seen yet. Take votes: 0, 1, 2, 4?
ask "How many flips does the kernel need to tell a program its own number, from the call to the return?" = \
  \
  flips 2
open ../captures/labelled/getpid.csv
goto end
expect cpl 3
expect step 215
say "One on the way in, one on the way out: see the two marks below the line cpu0. That line is the whole \
  recording, 216 instructions, with a letter for the space. Now the same call slowly."

mark "call"
goto 0
expect symbol site_getpid
expect space U
say "The start. The list on the left has a line for each instruction, and the arrow is where we are: the \
  program executes syscall."

mark "entry"
goto 1
expect cpl 0
expect space U
expect cr3 0x55f000
say "One instruction later: CPL 0, the kernel. But the space is still U: syscall does not touch CR3. The \
  kernel starts on the few pages of its own that U maps for this."

goto 3
expect verdict ok
expect screen "tss_struct"
# W is a write. The columns on the right of the list are the spaces U and K.
say "Step 3 saves the program's stack pointer in such a page. In the list an access has two marks, one for \
  U and one for K: would it work there, or fault, which is to be refused? This one works in both."

mark "flip"
goto 8
expect flips 1
expect symbol entry_SYSCALL_64+0x20
expect screen "WHY step 9 reads pcpu_hot.top_of_stack: #PF 0x0 in U, not present"
say "Step 8 is the flip: mov to cr3. The line that begins with WHY gives the reason: step 9 reads where \
  the kernel's stack is, and U does not map that. #PF is a page fault."

goto 9
expect space K
expect cr3 0x55e000
expect verdict ok
say "Now in K: CR3 is smaller by 0x1000, that is bit 12. The read works. The line below OK says that in U \
  it would have been a fault."

mark "only in K"
only fault
expect screen "82 accesses in 81 steps"
# Let the class scroll after e: pt_regs, task_struct, pid. Is any of it a secret?
say "The list now has only accesses that would fault in U, 82 of them. Step 10 and those after it save the \
  program's registers, pt_regs. A secret? Not to this program: it knows them."

goto 125
expect screen "pid.numbers[0].nr"
expect space K
say "Here is the number: pid.numbers[0].nr. The steps around it read about this very program too. Nothing \
  here is another's secret. But PTI hides almost all of the kernel, or nothing."

mark "both"
only shared
expect screen "5 accesses in 5 steps"
say "And these accesses in K would work in U too: five. The TSS is a structure of the processor; the entry \
  stack, cea.entry_stack, is for the way out, once U is back."

mark "flip back"
only all
goto 207
expect flips 2
expect space K
expect screen "WHY step 214 runs site_getpid_ret: #PF 0x15 in K, not executable"
# x is missing in K's column of the map: user text r-x r--.
say "Step 207 flips back. WHY: K does not let anybody execute the program's pages. That is on purpose: if \
  this flip is forgotten, the program faults at once, and does not run in K."

mark "exit"
# Verw and sysretq are in the list: which of these instructions changes CPL?
ask "The next step runs in U again. At which privilege level: 0, the kernel, or 3, the program?" = cpl 0
step
expect space U
say "The kernel runs in U for six more steps: it takes the last registers from the entry stack, and verw \
  clears buffers inside of the processor. Only sysretq, the last of them, leads to CPL 3."

goto 213
expect cpl 0
expect symbol entry_SYSRETQ_unsafe_stack+0xa
# Private memory is P. Compare with the map: does U map any?
ask "After sysretq the program runs. Suppose it could read all kernel pages that U maps: what secret \
  leaks, PK (private kernel memory), or none?" = leaks none
goto 214
expect cpl 3
expect flips 2

say "Two flips for a number, and 82 accesses that needed them, none to anything of another program. Try \
  it: e explores, n goes to flips, o filters the list. Tour 03 shows what PTI is good for."

"""#)
}
