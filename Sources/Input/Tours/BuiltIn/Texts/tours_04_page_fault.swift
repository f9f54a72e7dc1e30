// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let tours_04_page_fault = (path: "tours/04-page-fault.tour", text: #"""
# A page fault is not an error
# A program touches a page for the first time: the fault, its error code, the handler, and the second try.
# For readers who have never seen kernel code. Three predictions.

open ../scenarios/getpid.yaml
design pti
expect cpl 3
expect space U
say "A program gets memory from the kernel page by page, 4 KiB each. The kernel promises a page at once, \
  but it maps it, so that a translation exists, only when the program touches it. This tour is that \
  moment."

say "A space is what one value of the register CR3 maps. The kernel keeps two for the program, under the \
  design called pti: U while the program runs, and K, with all of the kernel, while the kernel runs."

mark "question"
# Bits: 1 present, 2 write, 4 user. Write them on the blackboard.
ask "A write to a page that is not mapped is a page fault, #PF. Its error code adds 1 if the page is \
  present, 2 for a write, 4 for user code. Which is it?" = error 0x6
open ../scenarios/page-fault.yaml
design pti
expect step 0
expect verdict fault
expect cpl 3
say "0x6, that is 2 and 4. The line FAULT has it, and the reason: not present at level 1. The tables have \
  four levels; the last one, level 1, names the page. There its entry is empty."

mark "walk"
walk 0x70000000
expect screen "FAULT #PF 0x6: denied at level 1: PT[0] has P=0"
say "A walk goes through these tables, level by level, for U and for K. Both end at level 1: P, the bit \
  for present, is 0. The entry is the same one: the tables of the program's own pages are shared."

close
say "And K? See the line below FAULT: it would fault there too. A flip, a write that changes CR3, would \
  not help, for no space maps this page yet. Only the kernel can map it, and the fault calls it."

mark "entry"
step
expect cpl 0
expect space U
expect symbol asm_exc_page_fault
say "CPL is 0 now: the kernel. The processor looked the handler up in a table, the IDT, and saved on the \
  entry stack where the program was. The space is still U, which maps these two for this purpose."

next flip
expect step 6
expect flips 1
expect screen "FLIP U>K"
say "The flip to K. The line WHY: step 7 needs what U does not map. THEN: so do most accesses up to the \
  way back."

mark "handler"
goto 14
expect space K
expect screen "vm_area_struct.vm_flags"
# An address outside of every area ends in SIGSEGV, the well-known segmentation fault.
say "In the handler. Here it looks into its own notes, vm_area_struct: was this address promised to the \
  program, and may it be written? If not, the program would get a signal. Here it was."

goto 16
expect symbol handle_mm_fault+0xc
expect verdict ok
say "Step 15 filled a fresh page, so that nothing of its last owner is left. This one writes the entry of \
  level 1: W page tables. From now on the address has a translation."

mark "again"
goto 18
# No other instruction is put in: what is the saved address? That of the write itself.
ask "The kernel returns to the very instruction that faulted, not to the one after it. What becomes of it \
  now: ok, fault or leak?" = verdict ok
goto 27
expect cpl 3
expect space U
expect symbol user_main+0x30
expect flips 2
say "The same write as at step 0, and it works. The program has noticed nothing but time. That a fault \
  restarts its instruction is what makes this possible; swapping and copy-on-write live from it too."

mark "designs"
# nopti: one space for both, as before 2018.
ask "Without isolation, design nopti, the program and the kernel share one space. How many flips does the \
  whole fault take then?" = flips 0
design nopti
goto end
expect cpl 3
expect space K

say "A fault is a question to the kernel: 0x6 asked for a page, and the instruction ran again. Try it: e \
  explores, d shows the same under other designs. Tour 05 interrupts the kernel at a bad moment."

"""#)
}
