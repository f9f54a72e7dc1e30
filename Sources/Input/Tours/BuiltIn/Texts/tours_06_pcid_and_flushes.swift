// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let tours_06_pcid_and_flushes = (path: "tours/06-pcid-and-flushes.tour", text: #"""
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

"""#)
}
