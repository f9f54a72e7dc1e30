// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let tours_09_unified_design = (path: "tours/09-unified-design.tour", text: #"""
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

"""#)
}
