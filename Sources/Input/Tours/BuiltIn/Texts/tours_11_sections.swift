// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let tours_11_sections = (path: "tours/11-sections.tour", text: #"""
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

"""#)
}
