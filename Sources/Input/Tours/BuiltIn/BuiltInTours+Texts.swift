// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// The texts of all files that are built in, by their paths in the folder samples.
  static let texts: [(path: String, text: String)] = [
("tours/01-address-space.tour", #"""
# What an address space is
# A real Linux, stopped while a program ran: its pages, its tables, and the register that chooses them.
# For readers who have never seen kernel code. Two predictions.

open ../captures/dump/core-user.elf
expect design pti
expect cpl 3
expect space U
expect cr3 0x557000
# Ask the class: what would happen if two programs used the same address? (Each has its own tables.)
# The box of this tour is one line higher than it has to be, so that a walk through four levels fits above it.
say "A program uses addresses. The processor translates each of them to a place in memory, with tables \
  that the kernel fills in. All that one set of tables translates is an address space, for short a space. \
  What does one look like, and who chooses it?"

mark "moment"
# Point at the line NOW, and at the row cpl under the [U] of the line cpu0.
say "This is real: Linux 6.12 in a small machine, stopped at one moment. See the line that begins with \
  NOW. CPL is the privilege level: 3, user code; the kernel has 0. So a program ran, in space U."

mark "map"
focus map
filter "U"
expect screen "user text 0000000060001000"
# The frames are not shown here: cr3scope maps FILE lists them.
say "Right: the map. A page is 4 KiB of addresses, its memory is a frame. Rights: r read, w write, x \
  execute. Two columns, for this kernel keeps two spaces for a program, [U] and K."

filter "P"
expect screen "direct map ffff888000000000"
# Ask: why does the kernel map all memory? (It hands out the frames.)
say "P stands for private kernel memory. K maps it; U has a dot: not mapped. User addresses begin with \
  0000, the kernel's with ffff. The direct map is a view of all memory."

filter "E"
expect screen "entry text ffffffff81400000"
say "E stands for exposed: kernel memory that U maps too, to enter the kernel. (Mapped: there is a \
  translation.) But user code may not use these pages. The tables say why."

mark "walk"
filter
walk 0xffffffff81400000
expect screen "denied at level 4: PML4[511] has US=0"
# Each index is nine bits of the address; the numbers in brackets are these.
say "A walk translates one address. It picks an entry in a table, PML4; that names the next table, PDPT, \
  and so on. Each entry gives rights too. Here US, the right of user code, is missing: denied."

walk 0x60001312
expect screen "OK user read: allowed by every level; 4K page"
# 2^36 pages, 8 bytes each: 512 GiB of table.
say "The program's own code. Here the walk goes through all four tables. Why so many? One flat table for 256 TiB of \
  addresses would take 512 GiB. In a tree, one empty entry stands for all that would be below it."

mark "kernel text"
walk 0xffffffff81200000
expect screen "denied at level 2: PD[9] has P=0"
expect screen "denied at level 3: PDPT[510] has US=0"
say "Code of the kernel. In U the entry of PD is empty: not present. In K it is present, but one above it \
  lacks US. If one level denies, that is enough."

mark "probe"
probe 0xffffffff81200000 3
expect screen "FAULT #PF 0x4: denied at level 2"
expect screen "FAULT #PF 0x5: denied at level 3"
# 0x4 is bit 2. 0x5 is bit 2 and bit 0.
say "So a read by CPL 3 is refused: a page fault, #PF, with an error code. Bit 2 says that user code did \
  it, bit 0 that the page is present but protected. Hence 0x4 in U, and 0x5 in K."

probe 0xffffffff81200000 0
expect screen "FAULT #PF 0x0: denied at level 2"
expect screen "OK supervisor read: allowed by every level"
say "The same read by CPL 0, the kernel: a fault in U, fine in K. Privilege does not help where nothing is \
  mapped. So the kernel needs K, and something has to choose."

mark "questions"
close
# Not on the screen yet: the recording is opened by the next key. Let the class vote.
ask "The same kernel, recorded: a program makes a system call, and the kernel runs. Its very first \
  instruction, at CPL 0: in which space?" = space U
open ../captures/labelled/getpid.csv
goto 1
expect cpl 0
expect cr3 0x55f000
expect flips 0
# Point at step 8 in the list, which is not reached yet.
say "CR3 chooses. This register holds the address of the top table. CPL is 0, but nobody has written CR3 \
  yet. Step 8 in the list will: a write that changes the space is a flip."

# The answer is 0x55f000 without 0x1000. On a larger screen the pane cr3 shows the bit.
ask "The top tables of U and K are a pair: bit 12 of CR3, which is 0x1000, is 1 for U and 0 for K. Now CR3 \
  is 0x55f000. What is it after the flip to K?" = cr3 0x55e000
goto 9
expect space K
expect flips 1

expect screen "WHY U>K at step 8: reads pcpu_hot.top_of_stack: #PF 0x0 in U"
say "WHY tells what the flip was for: this step, 9, reads something that U does not map. There it would be \
  a page fault. In K it works: see the line OK."

# By hand: e, then j and k in the map, Enter for a walk, p for a probe.
say "A space is what the tables below one CR3 value map, each page with rights; this kernel keeps two for \
  a program. Try it: e explores, Enter walks, p probes an address. Tour 02 follows this call."

"""#),
("tours/02-getpid-under-pti.tour", #"""
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

"""#),
("tours/03-meltdown-then-and-now.tour", #"""
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

"""#),
("tours/04-page-fault.tour", #"""
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

"""#),
("tours/05-nmi-in-the-entry-window.tour", #"""
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
expect symbol end_repeat_nmi+0x3e
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
expect symbol paranoid_entry+0x5c
expect screen "FLIP E>P"
say "The NMI does what it did before: it reads CR3, sees E, writes P, and gives E back afterwards. Every \
  visit to P works like this; the window is no special case."

say "In the entry window CPL and CR3 disagree, so an NMI has to save and to restore CR3; a design without \
  the flip has no window. Try it: e explores, i injects at any step, u undoes. Tour 06 counts what flips \
  cost."

"""#),
("tours/06-pcid-and-flushes.tour", #"""
# PCID and flushes
# What a flip really costs: the TLB and its tags, one bit of CR3, six numbers for seven processes, a bug.
# For readers who have never seen kernel code. Four predictions.

open ../scenarios/context-switch.yaml
expect design pti
expect space U(A)
expect cpl 3
# The TLB is in the processor; with T it can be seen.
say "The processor keeps translations of addresses in the TLB, a small cache. A space is what one value of \
  the register CR3 maps; after a flip, a change of CR3, the TLB holds what belongs to another space."

mark "PCID"
focus cr3
expect cr3 0x3001801
expect screen "pcid 0x801"
# 0x801: address-space identifier 0, plus 1, plus 0x800 for the user half.
say "Either it forgets that, which is a flush, or each translation has a number, its PCID. The line that \
  begins with reads shows CR3: its low 12 bits are the PCID, 0x801 for process A's space U."

mark "bit 63"
next flip
expect step 6
expect screen "bit 63: keep TLB"
expect flushes 0
say "The first flip: an interrupt, so from U to the kernel's space, K, with PCID 1. Bit 63 is not stored, \
  it is a request: keep what the TLB has for this PCID. Without it the write flushes that."

ask "A is interrupted, B runs and calls getpid, A runs again and calls it too: ten flips. How many of \
  these ten flush?" = flushes 2
goto end
expect flips 10
say "Two. The title of the pane cr3 counts: writes 10, flushes 2. Let us see why these two."

mark "new process"
goto 12
expect flips 2
expect flushes 1
expect screen "K(A)>K(B)"
expect screen "bit 63 = 0: flushes the PCID"
say "The switch from A to B: K(A)>K(B). B gets the PCID 2 for the first time, and the TLB may hold what an \
  earlier owner of that number left. So bit 63 is 0, and the write flushes."

goto 21
expect flips 3
expect flushes 2
expect screen "K(B)>U(B)"
say "The same for B's U, PCID 0x802. It is done as late as possible, on the way out: step 20 reads in \
  user_pcid_flush_mask that it is owed."

goto 68
expect flips 7
expect flushes 2
expect screen "K(B)>K(A)"
say "And the switch back to A: bit 63 is set. A's translations have survived B. From here on nothing is \
  flushed."

mark "without"
# Processors before 2010 have no PCID. Linux uses it since 4.14, just before PTI.
ask "A processor without PCIDs can only forget. The same two processes, ten flips: how many flush?" = \
  flushes 10
set pcid off
goto end
say "All ten: after each system call and each interrupt the program walks its tables anew. PTI flips at \
  all of these, and so it is much slower on a processor without PCIDs."

mark "seven"
open ../scenarios/seven-processes.yaml
expect design pti
# 3 rounds, 7 switches each, and 3 flips a switch.
ask "Linux keeps six numbers on a CPU. Here seven processes take turns, three rounds with 21 switches and \
  63 flips. How many of them flush?" = flushes 42
goto end
expect flips 63
say "Two for each of the 21 switches, in every round. With six processes only the first round would \
  flush."

goto 142
expect screen "K(F)>K(G)"
say "Why: at this step G, the seventh, is given PCID 1, which was A's. When A comes it needs another one, \
  and takes B's, and so on. Each finds its number given away just before its turn."

mark "a bug"
open ../scenarios/stale-tlb.yaml
next leak
expect step 34
expect space U
expect flushes 0
expect verdict leak
# PK is private kernel data. Ask: U's tables are right, so where does the translation come from?
say "Now a bug: U and K share one PCID, and flips keep the TLB. The program is in U, whose tables map no \
  secret, and still the line LEAK names Meltdown, a flaw that lets user code read kernel pages."

focus tlb
expect screen "used under PCID 0x1"
expect screen "slab"
say "The TLB is asked before the tables. The lines with PK are private kernel data, s: for the kernel \
  only. They come from K, with PCID 1. U has PCID 1 too, so the processor uses them there."

mark "repaired"
close
goto 29
# Both repairs are right: to flush at each flip, or to give U a number of its own. Linux does the latter.
ask "The repair: U and K get PCIDs of their own, and nothing else changes. How many of the four flips have \
  to flush now?" = flushes 0
set shared-pcid off
goto end
expect flips 4
expect verdict ok
expect leaks none
expect cr3 0x3001801
say "Numbers of its own for each half, and LEAK says none: bit 63 is safe again, and a flip is cheap. Try \
  it: e explores, T shows the TLB, t switches pcid, c compares designs."

"""#),
("tours/07-three-spaces.tour", #"""
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

"""#),
("tours/08-two-spaces.tour", #"""
# Why exposed and user can be one space
# The argument of T. Gleixner and P. Zijlstra (LKML, 12 July 2019), step by step: why two spaces do what
# three did, what they cost, and where the argument stops. Three predictions.

open ../scenarios/getpid.yaml
design nopti
goto end
expect leaks PK
expect cpl 3
mark "Meltdown"
# Under nopti the program and the kernel have the same space, K. Point at [K] in the ribbon.
say "A space is all that one value of CR3, the page table register, maps. Here is one space, K, for \
  user code (CPL 3) and the kernel. See LEAK: user code reads PK, private kernel data, by Meltdown: \
  the processor refuses, but too late."

# Ask the class for both numbers: flips, and what leaks then.
ask "PTI gives user code a space of its own, U, with almost no kernel. A flip is a CR3 write that \
  changes the space. How many flips does one getpid need then?" = flips 2
design pti
goto end
expect leaks none
say "Two marks in the ribbon, the rows of letters on top: U>K at the entry, K>U at the exit. LEAK: none. \
  That is what PTI is for, and what it costs."

open ../scenarios/smt-siblings.yaml
design pti
search vfs_read
expect space K
expect leaks PK
expect screen "MDS, sibling: PK"
mark "MDS"
# Point at the row of cpu1: it runs user code all the time. PTI was made for Meltdown, which it stops.
say "Second bug, MDS: user code samples buffers inside the core; it chooses no address. The core's other \
  thread, cpu1, is the sibling: it runs user code. See LEAK: cpu0 works in K, so cpu1 samples PK. PTI \
  does not stop this."

open ../scenarios/read.yaml
design asi3
goto start
next flip 2
step 3
filter "E"
expect space I
expect screen "r-x r-x"
mark "three spaces"
# ASI: address space isolation. The row .exposed is at the bottom of the map; .entry.text is mapped
# everywhere.
say "So ASI, address space isolation, adds a third space, I, for kernel code that needs no secret: what is \
  not mapped cannot get into the buffers. The map shows pages of class E, exposed: most have rights in \
  column I, a dot in U."

filter
goto end
expect flips 4
expect syncs 2
expect leaks none
say "The price of this read: four CR3 writes, U>K>I>K>U. Each way into K also begins a sync: a sibling \
  would be held, kept out of user code, while K is in use. See the line cr3: writes 4, syncs 2."

goto start
focus verdict
expect screen "may know ENT TXT XG UA XLA"
mark "the argument"
# The heart. Give it time: ask for a page that may be sampled but must not be read.
# There is none, as long as there is one adversary.
# TXT is kernel text, ENT what every entry needs, UA memory of process A.
say "The argument of Zijlstra and Gleixner (2019): MDS may sample what I maps, so I must be harmless to \
  this process. 'may know' lists it: ENT, what entries need; TXT, text; XG and XLA, kernel data, of all \
  and of A; UA, A's memory."

say "But MDS can sample any page of I in time, so I must hold no secret. Then Meltdown finds none there \
  either: user code may map these pages too. U and I become one space, E; K, now called P, still maps \
  all. PTI is replaced."

close
open ../scenarios/getpid.yaml
design asi3
focus derivation
design unified
expect screen "1 scope: unified, attacker user"
say "This is the unified design. Point 1 is the scope: who attacks, and how. It says what may be known, so \
  what E maps (2), so which work has to flip to P (3; j scrolls there)."

close
open ../scenarios/getpid.yaml
design asi3
goto end
expect flips 4
# The ribbon shows asi3 now. The answer comes with the change of the design.
ask "getpid under asi3: four flips. Its kernel work reads its task, and writes its stack. How many flips \
  under unified?" = flips 0
design unified
goto end
expect leaks none
expect syncs 0
say "One letter from end to end: E. User code and kernel share a space again, but it maps no secret. \
  Nothing leaks, nothing flips, no sibling waits."

open ../scenarios/read.yaml
design asi3
goto end
expect syncs 2
mark "the cost"
ask "read needs the page cache, which is private. asi3 holds the sibling twice. How often does \
  unified?" = syncs 1
design unified
goto start
next flip
expect space E
expect syncs 1
say "A gate is kernel code that flips to P before private work. See WHY: a later step reads inode.i_size, \
  which E does not map. A sync begins here: a sibling would be held until the flip back, the second \
  mark, and cleared buffers."

compare unified asi3
goto end
expect screen "unified 2 0 1"
expect screen "asi3 4 2 2"
expect flips 2
say "Side by side; see the two rows at the bottom. Neither leaks. CR3 writes: 2 and 4. Syncs: 1 and 2. \
  The third space bought nothing here."

close
open ../scenarios/caveat-untouched-secret.yaml
design asi3
goto end
filter ".data..exposed"
expect leaks none
expect screen ". rw- rw-"
mark "where it stops"
# The row's class is P, since this scope calls exposed global data secret. Mapped in I it is all the same.
say "Where does it stop? Where E is not harmless. Here a key lies in exposed data, and no code touches \
  it. The map has its row: secret (P), but mapped in I. U has a dot: no leak."

filter
goto start
design unified
expect verdict leak
expect leaks XG
compare unified asi3
expect screen "no leak: U maps no secret"
# Left unified, right asi3, at the same step: what each of them leaks. v explains it.
say "Side by side: under unified, at the left, Meltdown reads the key at any time; sampling might never find \
  it. First caveat: E must be harmless in full, not only what is touched."

close
open ../scenarios/caveat-sibling-process.yaml
design asi3
goto start
expect screen "MDS, sibling: UA (memory of process A), UB"
say "On cpu1, the sibling, runs another process, B. What A may know, B may not. Under asi3 B samples UA, \
  A's memory (see LEAK), and later, for two steps, XLA, the kernel's data about A: while A is in I."

design unified
goto start
expect screen "MDS, sibling: UA (memory of process A), XLA, UB, XLB"
say "Under unified B samples XLA from the first step on: E maps it even while A runs user code. Second \
  caveat: the merge needs core scheduling: only threads that trust each other share a core."

set core-sched on
goto end
expect leaks none
expect screen "forced idle"
say "With core scheduling B may not run beside A: cpu1 is idle, nothing leaks. Third: where kernel text \
  lies becomes known (caveat-kaslr). Fourth: several adversaries, say user and guest, need an E each \
  (caveat-several-adversaries)."

mark "summary"
say "Two spaces suffice: what may be sampled may also be read; only private work still flips and \
  syncs. It stops where E is not harmless to all who can sample it. Next: tour 09."

"""#),
("tours/09-unified-design.tour", #"""
# The unified design: flips that follow from a scope
# Two spaces, as the mail of July 2019 asks for: the scope says what is mapped, the mappings say where CR3
# flips, and nothing has to be remembered. Three predictions.

open ../scenarios/read.yaml
focus derivation
expect design unified
expect screen "1 scope: unified, attacker user, Meltdown + MDS"
mark "scope"
# On a larger screen more of the pane is visible. cr3scope derive prints all of it.
say "A space is all that one value of CR3 maps. The unified design has two, E and P. Nobody places its \
  flips, the CR3 writes that change the space, by hand. They follow from a scope. Line 1: who attacks, \
  and how."

# XG, XLA and so on are in the verdict pane (v). Here the regions have names.
say "The scope also says what that attacker may know. E, exposed, maps just that: user memory, the \
  process's own task and stack, kernel text. P, private, maps all: slab and page cache too, which \
  belong to everybody."

move 6
expect screen "E>P syscall read, at its dispatch"
mark "transitions"
say "Line 3: what needs more than E maps has to run in P. read touches inode.i_size, in a slab: so E>P \
  before its work, and P>E before it returns. getpid is not in this list."

move 60
expect screen "gate_interrupt+0x20"
mark "flip points"
# Above, at 4, each of them has its reason. Ask: what would a state machine have to ask here?
say "Further down: the places in the code that write CR3. Each is patched in or left out when the \
  kernel starts, by a static key or a processor feature. gate_syscall is one for all private system \
  calls."

close
# getpid none, read two, the timer two.
ask "Next: a getpid, a read and a timer interrupt. Only getpid needs nothing private. How many flips \
  in all?" = flips 4
open ../scenarios/first.yaml
goto end
expect syncs 2
say "None in getpid, two in read, two for the timer's handler: the marks below the ribbon, the row of \
  letters on top."

goto 30
expect screen "jmp .Lend"
expect space E
mark "static selection"
# The alternative of X86_FEATURE_PTI: under pti the jump is overwritten, and the code behind it flips.
say "The entry of read. Under pti a flip would follow here. But that is not patched in here: a jump \
  past it is. No question is asked at run time."

goto 37
expect symbol gate_syscall
mark "no state machine"
say "gate_syscall, a gate: code that flips. It reads CR3. Bit 12 (see the cr3 pane) is 1 in E, 0 in P: \
  that is all the state there is. If it were 0, nothing would be written."

step
expect screen "E>P"
expect space E
say "It is 1: E>P. WHY names the first access that needs it. The exit flips back, and clears the \
  buffers, for what P loads may be secret."

# The second timer comes in P: the gate finds bit 12 clear.
ask "A timer interrupts getpid, which runs in E; another one interrupts read, which runs in P. How \
  many flips in all?" = flips 4
open ../scenarios/timer-in-kernel.yaml
goto end
expect flips 4
say "Two for the timer in getpid, two for read. The timer in read finds bit 12 clear: it writes \
  nothing, before and after. No counter, no depth."

mark "a missing gate"
# Ask for the reason too: which space, which bit of the entry.
ask "A programmer marks an interrupt handler as exposed: no gate. But it reads a private key. What is \
  that read: ok, fault or leak?" = verdict fault
open ../scenarios/missing-gate.yaml
next fault
expect error 0x0
expect space E
say "A fault: E does not map the key, so there is nothing to read, and nothing to leak. WHY: no gate \
  before this read. A mistake is loud, not secret."

goto end
expect screen "the run stops: BUG"
say "The kernel stops with a BUG, see END. (set faults lenient would count it, and go on in P.) Tour \
  11 shows how it is found without running."

goto start
probe master_key 0
expect screen "denied at level 2: PD[20] has P=0"
mark "probe"
# p in the explorer asks for an address or a name.
say "A probe asks without running: may the kernel, CPL 0, read the key? In E the walk through the \
  tables ends at an entry that is not present (P=0). In P every level allows it."

close
mark "summary"
say "A scope gives mappings, mappings give transitions, and these are the flips; CR3 itself is the \
  state. Press e, then i Enter, to put in an interrupt anywhere. Next: tour 10, the sibling."

"""#),
("tours/10-siblings.tour", #"""
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

"""#),
("tours/11-sections.tour", #"""
# Sections: a missing gate is found before the kernel runs
# Text and data are sorted into sections, and these decide what a space maps. So a tool can read the code
# and say what would fault. Three predictions.

open ../scenarios/missing-gate.yaml
filter ".data"
expect design unified
expect screen ".data..keys"
mark "sections"
# The linker puts what belongs together into one section, on pages of its own.
say "A kernel is built from sections: parts with a name, on pages of their own. Here the section \
  decides the space, that is, what a CR3 value maps: E, exposed, may leak to this process; P, private, \
  maps all. See the map."

say "A programmer has added .data..keys. It is private: no rights in column E. And a handler, \
  sysvec_rekey, in .text..exposed: it runs in E. A call that needs P has to go through a gate, which \
  flips (writes CR3)."

# The check follows calls from each entry, and looks at what each function refers to.
ask "The check reads the code, and runs nothing. How many references from exposed code to private data \
  does it find here?" = findings 1
focus findings
expect screen "sysvec_rekey+0x8: reference to private master_key"
mark "the check"
say "One: function and offset, what is referred to, and in which sections both are. The last line is \
  the path: how one gets there from an entry to the kernel. cr3scope check prints the same, for a \
  build to stop at."

close
filter
# Ask: who would see this fault, and when?
next fault
expect verdict fault
expect symbol sysvec_rekey
expect error 0x0
mark "the fault"
say "Now it ran until there. The same place, sysvec_rekey+0x8: a page fault. But only when a rekey \
  interrupt comes, perhaps once a month, on somebody else's machine."

ask "The same moment under pti, where the kernel runs in K, which maps all of it. ok, fault or leak?" \
  = verdict ok
design pti
expect space K
say "Nobody notices. A kernel that grew up with K has many such reads: so they have to be found by a \
  tool, not by tests."

open ../scenarios/asi-array-hole.yaml
expect design asi3
next fault
expect error 0x0
expect space I
mark "ranges"
# This is how I was made in the posted patch. asi_fault logs each place once (step 29).
say "The other way: asi3 (three spaces: U, I, K) fills I, for the exposed kernel, from an array of \
  address ranges. Nobody put the table of open files into it. fcntl faults in I: a hole."

next flip
expect screen "I>K"
say "The fault handler repairs it: I>K, and the call goes on with everything mapped. It is logged \
  once, but each call pays for the fault. No tool could know: the array is made at run time."

filter ".data"
goto start
expect screen "map: .data"
say "And too much is in it. See the map: .data is private (P), but I maps it, rw-. It came with the \
  range of the kernel image."

filter
next fault
ask "Now I is filled from sections: the read of the table of open files is then ok, fault or leak?" = \
  verdict ok
set asi-map sections
filter ".data"
expect verdict ok
mark "no hole"
say "The table's section, .data..files, is exposed, so I maps it. And .data is gone from I (its column \
  has a dot). One class for each section, and neither hole nor surplus."

filter
open ../scenarios/read.yaml
focus derivation
move 6
expect screen "shmem_file_read_iter touches inode.i_size"
mark "flips"
say "From sections follows more: which entry needs P, and what for. read touches inode.i_size, in a \
  private slab: so read goes through a gate, and getpid does not."

close
focus findings
expect findings 0
expect screen "none"
mark "summary"
say "No findings here: all that exposed code needs is exposed, or behind a gate. With sections a \
  mistake is found when the kernel is built, not by a page fault in the field. Press e, then C. Next: \
  tour 12."

"""#),
("tours/12-switches.tour", #"""
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

"""#),
("scenarios/getpid.yaml", #"""
about: >
  One system call that needs nothing private. Press n: under unified there is no flip at all, and no VERW is
  owed. Press d for pti: the same call flips at its entry and at its exit. Under nopti nothing flips, and all
  of the kernel can be read by Meltdown. CR3 is written 0, 2 and 0 times under nopti, pti and unified.
events:
  - syscall: getpid

"""#),
("scenarios/meltdown-then-and-now.yaml", #"""
about: >
  User code reads the scheduler's queues. The processor refuses that under every design: press f. But under
  nopti the kernel is mapped, and Meltdown reads it before the fault is raised: the step is a leak. Press d for
  pti: the address is not mapped (error code 0x4 instead of 0x5), and there is nothing to read.
design: nopti
events:
  - probe: runqueues

"""#),
("scenarios/page-fault.yaml", #"""
about: >
  User code writes to a page of its own that is not mapped yet. Press f for the fault: error code 0x6, a write
  by user code to what is not present. The handler needs private data, so that unified flips too. After the
  return the same instruction runs again, and now it works.
events:
  - fault: demand

"""#),
("scenarios/nmi-entry-window.yaml", #"""
# Semantics: window W1, events E11.
about: >
  An NMI hits pti between SYSCALL and the flip at entry_SYSCALL_64+0x20: CPL is 0, but CR3 still selects U. Press
  n four times. The NMI saves CR3 and flips to K (paranoid_entry), gives U back (end_repeat_nmi), and only then
  the entry that was interrupted makes its own flip. Press d: unified has no such window.
design: pti
events:
  - syscall: getpid
    during:
      - at: entry_SYSCALL_64+0x7
        nmi: nmi

"""#),
("scenarios/context-switch.yaml", #"""
about: >
  Process A is preempted and B runs, then A again. Press n: under pti the switch is three flips, U(A)>K(A),
  K(A)>K(B) and K(B)>U(B). The first time B gets a new address-space identifier, so that its writes flush (bit
  63 is 0); back in A nothing is flushed. Press d: unified has as many flips, because the scheduler is private.
design: pti
threads: [A, B]
events:
  - switch: B
  - syscall: getpid
  - switch: A
  - syscall: getpid

"""#),
("scenarios/seven-processes.yaml", #"""
about: >
  Linux keeps six address-space identifiers. Seven processes take turns, so that each finds its slot given to
  another. Press n and look at bit 63: every switch flushes, and so does the exit of the new process to user
  code. Take the last process out of the lists, and from the second round on nothing is flushed.
design: pti
threads: [A, B, C, D, E, F, G]
events:
  - repeat: 3
    events:
      - switch: B
      - switch: C
      - switch: D
      - switch: E
      - switch: F
      - switch: G
      - switch: A

"""#),
("scenarios/stale-tlb.yaml", #"""
about: >
  A bug: both halves share one PCID, and the flips keep the TLB. Press f behind the first exit: U does not map
  the kernel, but the TLB still knows where it is, and Meltdown asks the TLB first. Run it with
  --set shared-pcid=off to see it go. It needs two halves: nopti refuses shared-pcid.
design: pti
settings:
  shared-pcid: on
events:
  - syscall: read
  - syscall: getpid

"""#),
("scenarios/asi-enter-exit.yaml", #"""
about: >
  Three spaces. getpid enters the kernel with a flip from U to K, enters I with another, and leaves both again:
  four writes for a call that needs nothing secret. read leaves I in the middle, since the page cache is not
  mapped there. Press n to step the flips. Press d until unified: getpid flips nowhere, and read twice.
design: asi3
events:
  - syscall: getpid
  - syscall: read

"""#),
("scenarios/asi-irq-abort.yaml", #"""
about: >
  An interrupt comes while getpid runs in I. The session is aborted: CR3 becomes K before the handler, and stays
  K behind it. Isolation does not come back by itself, so that the rest of getpid runs with everything mapped.
  Press n three times to see the abort. Press d until unified: the handler flips to P, and its end flips back to E.
design: asi3
events:
  - syscall: getpid
    during:
      - at: __task_pid_nr_ns
        irq: timer
  - syscall: getpid

"""#),
("scenarios/asi-barrier.yaml", #"""
about: >
  The entry to I writes its state first, and then CR3. An interrupt comes between the two, and the barrier is
  patched out (defect D4): the abort ends, the state is INACTIVE, and then the interrupted code loads I all the
  same. Nothing will leave I again. Press f to go there. Press t and switch asi-d4 off: with the barrier the entry
  sees that it was aborted, and goes back to K.
design: asi3
settings: {asi-d4: on}
events:
  - syscall: getpid
    during:
      - at: asi_enter+0x28
        irq: timer
  - syscall: getpid

"""#),
("scenarios/smt-siblings.yaml", #"""
about: >
  Two threads of one process share a core. While cpu0 does private work, user code on cpu1 could sample the fill
  buffers: so cpu1 is held until they are cleared. getpid needs nothing private, so that cpu1 goes on; read does.
  Press n to go to the flip, and look at the row of cpu1. Press d: under pti each call runs in K and cpu1 samples
  it. Press t and switch kernel-protect on: it is held at every entry, but for the first steps in K.
threads: [A, {name: T, process: A, cpu: 1}]
events:
  - syscall: getpid
  - syscall: read
  - syscall: getpid

"""#),
("scenarios/read.yaml", #"""
about: >
  One system call that copies from the page cache, which is private. Press n: under unified the dispatch goes
  through a gate to P, and the exit goes back to E and clears the buffers. Press d for pti: it flips at the
  entry already. CR3 is written 0, 2 and 2 times under nopti, pti and unified.
events:
  - syscall: read

"""#),
("scenarios/caveat-untouched-secret.yaml", #"""
about: >
  A key lies in an exposed section, and no code here ever touches it: the first caveat of the merge. Press G, then B:
  what was touched never has XG, so that a test that samples buffers finds nothing. Speculation could have touched
  it, and Meltdown reads whatever is mapped: under unified the key is lost. What is exposed must be harmless in full.
  Press d until asi3: user code does not have the key mapped.
scope:
  name: untouched-secret
  public: [entry, exposed-text, text]
  own: [user, exposed-local]
  exposes: [user, entry, exposed-text, text, exposed-global, exposed-local]
sections:
  # The entry code reads per-CPU data: that is public here, so that XG is the key alone.
  - {name: .data..percpu..exposed, class: entry}
data:
  - {name: forgotten_key, section: .data..exposed, size: 32}
functions:
  - name: __x64_sys_getuid
    section: .text..exposed
    acts: [read task_struct.flags]
entries:
  - {name: getuid, kind: syscall, function: __x64_sys_getuid}
events:
  - syscall: getuid

"""#),
("scenarios/caveat-sibling-process.yaml", #"""
about: >
  What belongs to process A may be exposed to A, but MDS reaches the other thread of the core, and there is process
  B: the second caveat. Under unified A's kernel data is mapped even while A runs user code, so that B samples it;
  under asi3 then only A's user memory is. Press f to see it. Press t and switch core-sched on: the merge needs
  core scheduling for each address space.
settings: {core-sched: off}
threads: [{name: A, cookie: 1}, {name: B, cpu: 1, cookie: 2}]
events:
  - syscall: getpid

"""#),
("scenarios/first.yaml", #"""
# The scenario that opens without a file.
name: first
about: >
  Three entries to the kernel. getpid touches nothing private, so that under the unified design it never
  flips. read copies from the page cache, which is private: one gate leads there, and the exit leads back.
  The timer's handler reads private timers. Press d to see the same moment under pti and nopti.
events:
  - syscall: getpid
  - syscall: read
  - irq: timer

"""#),
("scenarios/timer-in-kernel.yaml", #"""
about: >
  The timer comes while the kernel works. In getpid, which is exposed, unified goes to P for the handler and
  back to E behind it: it looks at bit 12 of the CR3 that was interrupted, and at nothing else. In read, which
  is private, it does not flip again. Press d: pti is in K already and flips for neither.
events:
  - syscall: getpid
    during:
      - at: __task_pid_nr_ns
        irq: timer
  - syscall: read
    during:
      - at: vfs_read
        irq: timer

"""#),
("scenarios/missing-gate.yaml", #"""
about: >
  The interrupt rekey is marked exposed, but its handler reads a key that is private. Press f: under unified
  that read faults with error code 0x0, and the kernel stops with a BUG. Run it with --set faults=lenient: the
  fault is counted and the handler goes on in P. Press d: pti and nopti map everything, and nobody notices.
sections:
  - name: .data..keys
    class: private
functions:
  - name: sysvec_rekey
    section: .text..exposed
    acts:
      - read timekeeper
      - read master_key
data:
  - name: master_key
    section: .data..keys
    size: 32
entries:
  - name: rekey
    kind: interrupt
    function: sysvec_rekey
    marking: exposed
    vector: 200
events:
  - syscall: getpid
  - irq: rekey
  - syscall: getpid

"""#),
("scenarios/async-sync-window.yaml", #"""
about: >
  The thread sends the interrupt that holds its sibling, and does not wait for it. For one step user code still
  runs on cpu1 while cpu0 is in the private space: that step leaks. Press f to see it. Press t and set sync to
  ack: the thread waits until the sibling is in the kernel, and nothing leaks.
settings: {sync: async}
threads: [A, {name: T, process: A, cpu: 1}]
events:
  - syscall: read

"""#),
("scenarios/smt-core-scheduling.yaml", #"""
about: >
  Two processes with different cookies: core scheduling never lets both run on one core, so that one is forced
  idle while the other has work. What belongs to a process may be exposed to it, but not to the other: without
  core scheduling the sibling samples it. Press t and switch core-sched off, then press f to see what leaks.
threads: [{name: A, cookie: 1}, {name: B, cpu: 1, cookie: 2}]
events:
  - syscall: getpid
  - syscall: read
  - {syscall: getpid, cpu: 1}
  - {syscall: getpid, cpu: 1}

"""#),
("scenarios/idle-store-buffer.yaml", #"""
about: >
  The threads of a core each have a part of the store buffer. When one goes to sleep, its part is given to the
  other, with what is left in it (MSBDS). Here write and the scheduler leave private data, cpu0 sleeps, and VERW
  before the sleep is patched out. Press f to see what cpu1 reads. Press t and switch idle-verw on.
settings: {idle-verw: off}
threads: [A, {name: idle, process: idle}, {name: T, process: A, cpu: 1}]
events:
  - syscall: write
  - switch: idle

"""#),
("scenarios/asi-array-hole.yaml", #"""
about: >
  Here I is made from an array of ranges, as in the posted patch, and not from sections. Nobody put the table of
  open files into the array, so that fcntl faults in I, and goes on in K: a hole costs a fault in every call, and is
  logged once. The array also has all of .data, since it came with the kernel image: private data is in I.
  Press f to see the fault, G to go on; in I look at Spectre v1 in the pane of v: a gadget could read PK there. Press t and set asi-map to sections: neither is left.
design: asi3
settings: {asi-map: ranges}
sections:
  - {name: .data..files, class: exposed-local}
data:
  - {name: files_struct.fd, section: .data..files, size: 64}
functions:
  - name: __x64_sys_fcntl
    section: .text..exposed
    acts: [read task_struct.files, read files_struct.fd]
entries:
  - {name: fcntl, kind: syscall, function: __x64_sys_fcntl}
events:
  - syscall: fcntl
  - syscall: fcntl

"""#),
("scenarios/kernel-thread.yaml", #"""
about: >
  A kernel thread has no memory of its own: it borrows that of the process before it. Press n: the switch to
  kworker and back writes no other process's CR3, under any design. It is all private work: under unified the
  core counts it, and siblings are held.
threads:
  - A
  - name: kworker
    process: kernel
events:
  - syscall: getpid
  - switch: kworker
  - irq: timer
  - switch: A
  - syscall: getpid

"""#),
  ]
}
