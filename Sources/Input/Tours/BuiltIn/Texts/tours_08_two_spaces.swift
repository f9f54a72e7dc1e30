// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let tours_08_two_spaces = (path: "tours/08-two-spaces.tour", text: #"""
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

"""#)
}
