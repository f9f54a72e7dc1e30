extension Design {
  /// Page-table isolation: U while user code runs, K for the kernel. Linux 6.12 arch/x86/mm/pti.c.
  package static let pti = Design(
    name: "pti", summary: "user code runs with a space that maps almost no kernel; every entry flips",
    rule: "user code runs in U. Every entry from user code flips U>K, every return to user code K>U. An entry that "
      + "interrupts the kernel finds K and flips nothing. A switch of processes flips K(A)>K(B).",
    halves: "Page-table isolation (pti) gives a process two spaces: U, with which user code runs, maps almost "
      + "no kernel; K, the kernel's, maps everything.",
    spaces: [.userHalf, .everything("K")], flipSites: FlipSite.entries + [FlipSite(.switchMM)],
    flipsAtEveryEntry: true, clears: [.atExit], invariants: [.halves], rivalName: "unified", text: .split,
    linkClasses: [.entry], linkSections: [".data..percpu..user_mapped*"])
}

extension FlipSite {
  /// Where entry code flips at every entry from user code, and at every return there.
  static let entries = [
    ID.syscallEntry, .errorEntry, .nmiEntry, .paranoidEntry, .sysretExit, .iretExit, .paranoidExit, .paranoidReturn,
  ].map { FlipSite($0) }
}
