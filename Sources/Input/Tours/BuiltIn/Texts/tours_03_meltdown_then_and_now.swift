// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let tours_03_meltdown_then_and_now = (path: "tours/03-meltdown-then-and-now.tour", text: #"""
# Meltdown, then and now
# A read that the processor refuses and that still leaks; what page-table isolation does about it, and VERW.
# For readers who have never seen kernel code. Three predictions.

open ../scenarios/getpid.yaml
design nopti
set rdcl off
expect space K
expect cpl 3
# The box of this tour has room for four lines: the answers need them.
say "Before 2018 a program and the kernel shared one space: a space is the set of addresses that exist \
  while the register CR3 has one value. Here it is K. The line NOW: the program runs at CPL 3, the \
  privilege level of user code; the kernel has CPL 0. Does that keep a secret?"

mark "then"
focus map
filter "P"
expect screen "direct map"
expect leaks none
say "The map shows private kernel memory, P: it is mapped, that is, it has a translation, while the \
  program runs. But its pages are marked for CPL 0 only, and the processor checks that. So everybody \
  thought: the line LEAK says none, for this processor has no flaw."

# The program of the next picture reads the scheduler's queues. Take votes before going on.
ask "Now a processor of 2017. A program reads kernel memory all the same: is that ok, a fault (refused), \
  or a leak (a secret gets out)?" = verdict leak
filter
open ../scenarios/meltdown-then-and-now.yaml
expect design nopti
expect error 0x5
expect leaks meltdown
say "Both: see the lines FAULT and LEAK. The read is refused, with a page fault, #PF. Error code 0x5: bit \
  2 says by user code, bit 0 that the page is present. That the page is present is the trouble."

mark "why"
focus verdict
expect screen "The processor checks too late whether user code may read a page"
# PK: private kernel data. The other labels are what the program may know.
say "This pane says why: Meltdown. The processor goes on with the data for a moment before the fault stops \
  it, and what it did leaves a trace in its caches. The program times that, and so learns the data."

close
goto end
expect cpl 3
expect verdict leak
expect leaks meltdown
expect error none
# The program can catch the signal of the fault, or avoid the fault, and try the next byte.
say "The fault does not help. The kernel has handled it, the program goes on, and LEAK still stands: it \
  can try the next address. All memory is in the direct map, so all memory can be read."

mark "now"
goto 0
# PTI is page-table isolation: for user code another space, U, without the kernel's data.
ask "Now PTI: the program runs in a space, U, that does not map this data. The same read faults again. \
  Which error code now?" = error 0x4
design pti
goto 0
expect verdict fault
expect leaks none
expect space U
say "0x4: bit 0 is gone, for nothing is present. A processor cannot go on with data that it has no \
  translation for. The line LEAK says none. The kernel's own space is K: see the second column."

next flip
expect step 6
expect screen "FLIP U>K"
say "The price: the handler of the fault has to go to K, with a write to CR3. That is a flip, and here are \
  two, in and out, as for each visit to the kernel. The line cpu0 shows U, K and U again."

goto end
expect flips 2
expect leaks none
expect verdict ok
say "Back in the program: nothing leaks. But the handler has touched private data in K, and buffers inside \
  of the processor held it. What has cleared them? The instruction verw, two steps up in the list: R \
  x86_verw_s."

mark "verw"
# MDS, 2019: what is left in buffers can be sampled, whatever is mapped.
ask "Suppose the kernel leaves verw out. U still maps no secret. What then is this step of the program: \
  ok, a fault or a leak?" = verdict leak
set verw off
goto end
expect space U
expect leaks mds-thread
say "The line LEAK: MDS, another flaw. A program can sample what is left in these buffers, whatever its \
  space maps. So a flip hides what is mapped, and verw clears what was touched. Both are needed."

mark "repaired"
set verw on
design nopti
set rdcl off
goto 0
expect verdict fault
expect leaks none
expect error 0x5
# rdcl, rogue data cache load, is the vendor's name of Meltdown.
say "Newer processors do not have Meltdown: rdcl off. One space again, the same fault 0x5, and no leak: \
  they check before they go on. There PTI is left off, and no call pays for flips."

say "Meltdown reads what is mapped, so PTI maps less; MDS reads what was touched, so verw clears it. Try \
  it: e explores, d changes the design, t the switches. Tour 04 follows a fault that is no attack."

"""#)
}
