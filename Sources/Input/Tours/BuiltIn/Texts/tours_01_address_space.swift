// swift-format-ignore-file
// Generated from samples by `RECORD=1 swift test --filter BuiltInToursTests`.

extension BuiltInTours {
  /// What the file has.
  static let tours_01_address_space = (path: "tours/01-address-space.tour", text: #"""
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

"""#)
}
